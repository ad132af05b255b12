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

}
