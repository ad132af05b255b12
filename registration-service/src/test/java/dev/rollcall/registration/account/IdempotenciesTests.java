package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import dev.rollcall.registration.credential.Password;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdempotenciesTests {

	private final Idempotencies idempotencies = new Idempotencies(KeyedHashes.random(), AccountFixture.properties(),
			Clock.fixed(AccountFixture.NOW, ZoneOffset.UTC));

	private final Registrant registrant = AccountFixture.registrant("ada@example.com");

	@Test
	void sameKeyAndRequestGiveTheSameHashes() {
		assertThat(this.idempotencies.of("key", this.registrant))
			.isEqualTo(this.idempotencies.of("key", AccountFixture.registrant("ada@example.com")));
	}

	@Test
	void differentValuesHaveDifferentHashes() {
		Idempotency first = this.idempotencies.of("key", this.registrant);
		Registrant otherPassword = new Registrant(this.registrant.email(), new Password("something else entirely"),
				this.registrant.profile());
		Registrant shifted = new Registrant(this.registrant.email(), this.registrant.password(),
				new Profile("Adae", "n"));
		assertThat(this.idempotencies.of("other", this.registrant).key()).isNotEqualTo(first.key());
		assertThat(this.idempotencies.of("key", otherPassword).body()).isNotEqualTo(first.body());
		assertThat(this.idempotencies.of("key", shifted).body()).isNotEqualTo(first.body());
		assertThat(this.idempotencies.of("key", AccountFixture.registrant("Ada@example.com")).body())
			.isNotEqualTo(first.body());
	}

	@Test
	void samePasswordFromAnotherKeyboardIsTheSameRequest() {
		assertThat(body("cafe\u0301\u00a0creme with sugar")).isEqualTo(body("caf\u00e9 creme with sugar"));
	}

	private String body(String password) {
		return this.idempotencies
			.of("key", new Registrant(this.registrant.email(), new Password(password), this.registrant.profile()))
			.body();
	}

	@Test
	void hashesDependOnTheSecret() {
		Idempotencies others = new Idempotencies(KeyedHashes.random(), AccountFixture.properties(), Clock.systemUTC());
		assertThat(others.of("key", this.registrant).key())
			.isNotEqualTo(this.idempotencies.of("key", this.registrant).key());
	}

	@Test
	void keyExpiresAfterADay() {
		Idempotency idempotency = this.idempotencies.of("key", this.registrant);
		assertThat(idempotency.expired(AccountFixture.NOW.plus(Duration.ofHours(24)).minusMillis(1))).isFalse();
		assertThat(idempotency.expired(AccountFixture.NOW.plus(Duration.ofHours(24)))).isTrue();
	}

}
