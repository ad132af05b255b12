package dev.rollcall.registration.key;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class KeyConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(KeyConfiguration.class, Properties.class);

	@Test
	void missingSecretIsNamed() {
		this.runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(UnusableKey.class)
			.hasMessage("The secret rollcall.keys.credential is missing"));
	}

	@Test
	void malformedSecretIsNamedAndNotShown() {
		this.runner.withPropertyValues("rollcall.keys.credential=canary")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnusableKey.class)
				.hasMessageContaining("rollcall.keys.credential")
				.hasMessageNotContaining("canary"));
	}

	@EnableConfigurationProperties(KeyProperties.class)
	static class Properties {

	}

}
