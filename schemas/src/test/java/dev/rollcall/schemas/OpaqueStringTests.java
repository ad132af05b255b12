package dev.rollcall.schemas;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class OpaqueStringTests {

	@ParameterizedTest
	@MethodSource("examples")
	void newPasswordIsNormalizedOrRefusedAsInTheExamples(Map<String, Object> example) {
		String normal = OpaqueString.normalize((String) example.get("input"));

		assertThat(OpaqueString.isAllowed(normal)).isNotEqualTo(example.containsKey("refused"));
		if (example.containsKey("normal")) {
			assertThat(normal).isEqualTo(example.get("normal"));
		}
		assertThat(OpaqueString.normalize(normal)).isEqualTo(normal);
	}

	@Test
	void passwordInNormalFormIsVerifiedOnce() {
		assertThat(OpaqueString.forms("café")).containsExactly("café");
	}

	@Test
	void otherPasswordIsVerifiedInNormalFormFirstAndThenAsTyped() {
		assertThat(OpaqueString.forms("cafe\u0301")).containsExactly("café", "cafe\u0301");
		assertThat(OpaqueString.forms("a\u00A0b")).containsExactly("a b", "a\u00A0b");
	}

	static Stream<Map<String, Object>> examples() throws IOException {
		return ContractExamples.of("password");
	}

}
