package dev.rollcall.session.key;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeysTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void missingSecretIsNamed(String secret) {
		assertThatExceptionOfType(UnusableKey.class)
			.isThrownBy(() -> new Keys(new KeyProperties(secret, secret, secret, secret, secret)))
			.withMessage("The secret rollcall.keys.credential is missing.");
	}

	@Test
	void unreadableSecretIsNamedButNotShown() {
		assertThatExceptionOfType(UnusableKey.class)
			.isThrownBy(() -> new Keys(new KeyProperties("hunter2", "hunter2", "hunter2", "hunter2", "hunter2")))
			.withMessageStartingWith("The secret rollcall.keys.credential is not a Tink keyset")
			.withMessageNotContaining("hunter2")
			.withNoCause();
	}

	@Test
	void secretsAreNotShown() {
		assertThat(new KeyProperties("hunter2", "hunter2", "hunter2", "hunter2", "hunter2").toString())
			.doesNotContain("hunter2");
	}

}
