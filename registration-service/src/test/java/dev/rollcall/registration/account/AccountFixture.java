package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;

final class AccountFixture {

	static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");

	private AccountFixture() {
	}

	static AccountProperties properties() {
		return new AccountProperties(Duration.ofHours(24), Duration.ofMinutes(10), Duration.ofSeconds(2), 4, List.of());
	}

	static Registrant registrant(String email) {
		return new Registrant(EmailAddress.of(email), new Password("violet tractor on the moon"),
				new Profile("Ada", "en"));
	}

	static Account account() {
		return Account.register(new UserId(UUID.fromString("0199f0a0-0000-7000-8000-000000000001")),
				registrant("Ada@example.com"), "$argon2id$", NOW);
	}

}
