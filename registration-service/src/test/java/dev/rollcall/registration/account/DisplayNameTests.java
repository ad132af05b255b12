package dev.rollcall.registration.account;

import java.util.Map;
import java.util.stream.Collectors;

import dev.rollcall.web.Fields;
import dev.rollcall.web.InvalidRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DisplayNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "Ada", "x", "7", "Żółć 🐎 👩‍💻", "O'Neil / Smith", "AC/DC", "Anne-Marie St. John",
			"J.R.R. Tolkien", "J.R.R.Tolkien", "J.Smith", "А.С.Пушкин", "Martin Luther King Jr.", "Ph.D. Lovelace",
			"1. FC Köln", "1.FC Köln", "Version 1.2.3", "3.14", "Ada (she/her)", "Ada & Co: Engines", "@ada",
			"Ada @ Work", "<script>", "${7*7}", "محمد\u200Fعلي", "نامه\u200Cای",
			"🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E" + "\uDB40\uDC67\uDB40\uDC7F", "❤️", "$", "ᚠ",
			"Node. js", "www", "http" })
	void ordinaryNameIsTakenAsItIs(String name) {
		assertThat(read(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u00A0\u3000", "\u200B", "\u200D\u200C\u2060\uFEFF", "\u3164", "\u115F\u1160",
			"\uFFA0", "\u2800", "\u00AD", "\u034F", "\u180E", "\uFFFC", "\uE000", "\u0301", "...", "-", "\uFE0F",
			"\uD834\uDD59", "\uD80D\uDC41\uD80D\uDC42", "\u200E\u200F" })
	void nameWithoutAVisibleCharacterIsRefused(String name) {
		assertThat(refusal(name)).isEqualTo("invalid Must contain a visible letter, number or symbol");
	}

	@ParameterizedTest
	@ValueSource(strings = { "you won 500 EUR, claim at https://evil.example/rollcall?u=1 before midnight -",
			"https://evil", "FTP://evil", "www.evil", "call WWW.EVIL now", "evil.example", "Evil.Example",
			"see evil.com!", "bit.ly/x", "xn--80ak6aa92e.com", "bücher.example", "пример.рф", "例え.jp", "例え。テスト",
			"ｅｖｉｌ．ｃｏｍ", "https：／／evil", "evil\u2024com", "ada@example.com", "ada＠localhost", "203.0.113.7",
			"http: 203.0.113.7/x", "evil\u200B.com", "https:\u200D//evil", "Node.js", "St.John", "a.evil.example",
			"evil.museum" })
	void nameThatReadsAsALinkIsRefused(String name) {
		assertThat(refusal(name)).isEqualTo("invalid Must not contain a web address or a mail address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada\r\nBcc: x@example.com", "Ada\u0000", "Ada\u2028", "Ada\u2029", "Ada\u0085",
			"Ada\u202E", "\u202AAda", "Ada\u2066", "\u2067Ada\u2069", "Ada\t" })
	void nameThatChangesLineOrDirectionIsRefused(String name) {
		assertThat(refusal(name)).isEqualTo("invalid Must be one line without control characters");
	}

	@ParameterizedTest
	@CsvSource({ "Ada\uDB40\uDC41", "\uDB40\uDC61\uDB40\uDC7F", "🏴\uDB40\uDC67\uDB40\uDC62 Ada" })
	void nameWithHiddenTextIsRefused(String name) {
		assertThat(refusal(name)).isEqualTo("invalid Must not contain hidden characters");
	}

	@Test
	void nameOfMoreThan100CharactersIsRefused() {
		assertThat(read("🐎".repeat(100))).hasSize(200);
		assertThat(refusal("🐎".repeat(101))).startsWith("too-long ");
	}

	private static String read(String name) {
		Fields fields = fields(name);
		Profile profile = ProfileFields.read(fields);
		fields.check();
		return String.valueOf(profile.displayName());
	}

	/** The code and the message of a refused name. */
	private static String refusal(String name) {
		InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> read(name));
		return (refused != null) ? refused.errors()
			.stream()
			.map((error) -> error.code() + " " + error.message())
			.collect(Collectors.joining(", ")) : "accepted";
	}

	private static Fields fields(String name) {
		return new Fields(new JsonMapper().valueToTree(Map.of("displayName", name)));
	}

}
