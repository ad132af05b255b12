package dev.rollcall.pages.view;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LanguagesTests {

	private final Languages languages = new Languages(
			new ViewProperties(List.of("en", "de", "zh-CN"), "", "", "Rollcall", List.of()));

	@Test
	void regionFallsBackToItsLanguage() {
		assertThat(this.languages.best("de-AT,en;q=0.5")).isEqualTo(Locale.GERMAN);
	}

	@Test
	void qualityDecides() {
		assertThat(this.languages.best("en;q=0.3,zh-CN;q=0.9")).isEqualTo(Locale.SIMPLIFIED_CHINESE);
	}

	@Test
	void unknownAbsentAndMalformedAreEnglish() {
		assertThat(this.languages.best("tlh")).isEqualTo(Locale.ENGLISH);
		assertThat(this.languages.best(null)).isEqualTo(Locale.ENGLISH);
		assertThat(this.languages.best("de;q=nonsense")).isEqualTo(Locale.ENGLISH);
		assertThat(this.languages.best("de,".repeat(400))).isEqualTo(Locale.ENGLISH);
	}

}
