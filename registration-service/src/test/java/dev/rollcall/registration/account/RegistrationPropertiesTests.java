package dev.rollcall.registration.account;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationPropertiesTests {

	@Test
	void unverifiedAccountsExpireInStrictModeOnly() {
		assertThat(new RegistrationProperties(false, null).unverifiedLifetime()).contains(Duration.ofDays(7));
		assertThat(new RegistrationProperties(true, null).unverifiedLifetime()).isEmpty();
	}

	@Test
	void settingReplacesTheDefaultOfBothModes() {
		assertThat(new RegistrationProperties(true, Duration.ofDays(30)).unverifiedLifetime())
			.contains(Duration.ofDays(30));
		assertThat(new RegistrationProperties(false, Duration.ZERO).unverifiedLifetime()).isEmpty();
	}

}
