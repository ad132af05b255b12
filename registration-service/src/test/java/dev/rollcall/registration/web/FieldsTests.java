package dev.rollcall.registration.web;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FieldsTests {

	@Test
	void allErrorsAreTold() {
		Fields fields = fields("{\"b\":1,\"c\":\"too long\",\"d\":\"bad\",\"e\":\"\\ud800\",\"z\":{}}");
		fields.required("a", 10, String::toString);
		fields.optional("b", 10, String::toString);
		fields.optional("c", 3, String::toString);
		fields.optional("d", 3, Integer::valueOf);
		fields.optional("e", 3, String::toString);
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(fields::check)
			.satisfies((ex) -> assertThat(ex.errors()).extracting((error) -> error.field() + " " + error.code())
				.containsExactlyInAnyOrder("z unknown", "a required", "b invalid", "c too-long", "d invalid",
						"e invalid"));
	}

	@Test
	void nullIsAbsent() {
		Fields fields = fields("{\"a\":null}");
		assertThat(fields.optional("a", 10, String::toString)).isNull();
		fields.check();
	}

	@Test
	void errorsAreBounded() {
		StringBuilder body = new StringBuilder("{\"a\":\"x\"");
		for (int i = 0; i < 1000; i++) {
			body.append(",\"").append("unknown".repeat(20)).append(i).append("\":1");
		}
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> fields(body + "}").check())
			.satisfies((ex) -> assertThat(ex.errors()).hasSize(16).allMatch((error) -> error.field().length() == 64));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "1", "\"text\"" })
	void onlyAnObjectIsTaken(String body) {
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> fields(body));
	}

	private static Fields fields(String body) {
		return new Fields(JsonMapper.shared().readTree(body), Set.of("a", "b", "c", "d", "e"));
	}

}
