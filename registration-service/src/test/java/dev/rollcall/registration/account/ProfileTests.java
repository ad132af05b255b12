package dev.rollcall.registration.account;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProfileTests {

	@ParameterizedTest
	@ValueSource(strings = { "en", "de-AT", "zh-Hant-TW", "es-419", "de-DE-u-co-phonebk", "sl-rozaj-biske" })
	void wellFormedLocaleIsTakenAsItIs(String tag) {
		assertThat(Profile.locale(tag)).isEqualTo(tag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "??", "en_US", "e", "-en", "english-language-tag", "en--US" })
	void malformedLocaleIsRefused(String tag) {
		assertThatIllegalArgumentException().isThrownBy(() -> Profile.locale(tag));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada", "Żółć 🐎 👩‍💻", "<script>", "${7*7}" })
	void displayNameIsAnyTextOnALine(String name) {
		assertThat(Profile.displayName(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "Ada\r\nBcc: x@example.com", "Ada\u0000", "Ada\u2028", "Ada\u0085" })
	void displayNameWithControlCharactersIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Profile.displayName(name));
	}

}
