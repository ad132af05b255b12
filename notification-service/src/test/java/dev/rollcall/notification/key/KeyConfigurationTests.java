package dev.rollcall.notification.key;

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
			.hasMessage("The secret rollcall.keys.notification is missing"));
	}

	@Test
	void malformedSecretIsNamedAndNotShown() {
		this.runner.withPropertyValues("rollcall.keys.notification=canary")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnusableKey.class)
				.hasMessageContaining("rollcall.keys.notification")
				.hasMessageNotContaining("canary"));
	}

	@EnableConfigurationProperties(KeyProperties.class)
	static class Properties {

	}

}
