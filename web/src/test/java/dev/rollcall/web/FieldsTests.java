package dev.rollcall.web;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FieldsTests {

	@Test
	void allErrorsAreReported() {
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
		Fields fields = fields(body + "}");
		fields.optional("a", 1, String::toString);
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(fields::check)
			.satisfies((ex) -> assertThat(ex.errors()).hasSize(16).allMatch((error) -> error.field().length() == 64));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0000", "\r", "a\nb", "\u0085", "\u2028", "\u2029", "\u007f", "\u001b[1m" })
	void lineHasNoControlCharacters(String text) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Fields.line(text));
	}

	@Test
	void lineMayHaveAnyLetter() {
		assertThat(Fields.line("Ada's 📱 – Wohnzimmer")).isEqualTo("Ada's 📱 – Wohnzimmer");
	}

	@Test
	void longNameIsCutBetweenCharacters() {
		Fields fields = fields("{\"" + "a".repeat(63) + "📱x\":2}");
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(fields::check)
			.satisfies((ex) -> assertThat(ex.errors()).extracting(FieldError::field)
				.containsExactly("a".repeat(63) + "📱"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "1", "\"text\"" })
	void otherThanObjectIsRefused(String body) {
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> fields(body))
			.satisfies((ex) -> assertThat(ex.errors()).extracting((error) -> error.field() + " " + error.code())
				.containsExactly("body invalid"));
	}

	@Test
	void listIsReadAndItsTextsAreChecked() {
		Fields fields = fields("{\"a\":[\"1\",\"2\"],\"b\":[1],\"c\":[\"x\"],\"d\":[\"1\",\"2\",\"3\"]}");
		assertThat(fields.texts("a", 2, 5, Integer::valueOf)).containsExactly(1, 2);
		for (String name : List.of("b", "c", "d", "e")) {
			fields.texts(name, 2, 5, Integer::valueOf);
		}
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(fields::check)
			.satisfies((ex) -> assertThat(ex.errors()).extracting((error) -> error.field() + " " + error.code())
				.containsExactly("b invalid", "c invalid", "d invalid", "e invalid"));
	}

	@Test
	void valuesAreNotCoerced() {
		Fields fields = fields("{\"a\":\"true\",\"b\":1,\"c\":[],\"d\":true,\"e\":null}");
		assertThat(fields.flag("a")).isNull();
		assertThat(fields.flag("b")).isNull();
		fields.object("c");
		assertThat(fields.flag("d")).isTrue();
		assertThat(fields.flag("e")).isNull();
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(fields::check)
			.satisfies((ex) -> assertThat(ex.errors()).extracting((error) -> error.field() + " " + error.code())
				.containsExactly("a invalid", "b invalid", "c invalid"));
	}

	@Test
	void queryParametersAreFields() {
		Fields query = Fields.ofQuery(Map.of("a", List.of("x"), "b", List.of("x", "y"), "z", List.of("")));
		assertThat(query.optional("a", 1, String::toString)).isEqualTo("x");
		query.optional("b", 1, String::toString);
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(query::check)
			.satisfies((ex) -> assertThat(ex.errors()).extracting((error) -> error.field() + " " + error.code())
				.containsExactly("z unknown", "b invalid"));
	}

	private static Fields fields(String body) {
		return new Fields(JsonMapper.shared().readTree(body));
	}

}
