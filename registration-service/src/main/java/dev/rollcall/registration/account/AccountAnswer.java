package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The response that shows an account to its user.
 *
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
 */
record AccountAnswer(UUID userId, String email, @Nullable String displayName, @Nullable String locale, String status,
		boolean emailVerified, Instant registeredAt) {

	static AccountAnswer of(Account account) {
		return new AccountAnswer(account.id().value(), account.email().value().written(),
				account.profile().displayName(), account.profile().locale(),
				account.status().name().toLowerCase(Locale.ROOT), account.email().verified(), account.registeredAt());
	}

}
