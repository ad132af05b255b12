package dev.rollcall.notification.delivery;

import java.net.URI;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinkSettingsTests {

	private static final URI VERIFICATION = URI.create("https://app.example.com/verify");

	private static final URI OTHER = URI.create("https://app.example.com/other");

	@Test
	void settingsOfEarlierVersionsStillWork() {
		assertThat(new LinkSettings(VERIFICATION, null, OTHER, OTHER).change()).isEqualTo(VERIFICATION);
	}

	@Test
	void changeMayHaveItsOwnPage() {
		assertThat(new LinkSettings(VERIFICATION, OTHER, OTHER, OTHER).change()).isEqualTo(OTHER);
	}

}
