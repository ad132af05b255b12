package dev.rollcall.schemas;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailAddressTests {

	@ParameterizedTest
	@MethodSource("examples")
	void formsAreThoseOfTheExamples(Map<String, Object> example) {
		String input = (String) example.get("input");
		if (Boolean.TRUE.equals(example.get("refused"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.of(input))
				.withMessage("Not an e-mail address")
				.withNoCause();
			return;
		}

		EmailAddress address = EmailAddress.of(input);

		assertThat(address.canonical()).isEqualTo(example.get("canonical"));
		assertThat(address.mailed()).isEqualTo(example.get("mailed"));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void mailedFormIsTheSameAddress(Map<String, Object> example) {
		if (Boolean.TRUE.equals(example.get("refused"))) {
			return;
		}
		EmailAddress address = EmailAddress.of((String) example.get("input"));

		EmailAddress mailed = EmailAddress.of(address.mailed());

		assertThat(mailed.canonical()).isEqualTo(address.canonical());
		assertThat(mailed.mailed()).isEqualTo(address.mailed());
	}

	@Test
	void onlyLocalPartBeyondAsciiNeedsSmtpUtf8() {
		assertThat(EmailAddress.of("jos\u00E9@example.com").needsSmtpUtf8()).isTrue();
		assertThat(EmailAddress.of("jose@b\u00FCcher.example").needsSmtpUtf8()).isFalse();
	}

	@Test
	void storedAddressThatCannotBeMailedIsRefusedWhenItIsMailed() {
		EmailAddress stored = new EmailAddress("ada\uE000@example.com", "ada\uE000@example.com");

		assertThatIllegalArgumentException().isThrownBy(stored::mailed);
	}

	@Test
	void textDoesNotShowTheAddress() {
		assertThat(EmailAddress.of("ada@example.com")).hasToString("EmailAddress[not shown]");
	}

	static Stream<Map<String, Object>> examples() throws IOException {
		return ContractExamples.of("address");
	}

}
