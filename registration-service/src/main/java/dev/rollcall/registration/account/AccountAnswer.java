package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An account as its user sees it.
 *
 * @param userId the user
 * @param email the address, as the user wrote it
 * @param displayName what to call the user
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
 * @param emailVerified whether the address was verified
 * @param registeredAt when the account came to be
 */
record AccountAnswer(UUID userId, String email, @Nullable String displayName, @Nullable String locale, String status,
		boolean emailVerified, Instant registeredAt) {

	static AccountAnswer of(Account account) {
		return new AccountAnswer(account.id().value(), account.email().value().written(),
				account.profile().displayName(), account.profile().locale(),
				account.status().name().toLowerCase(Locale.ROOT), account.email().verified(), account.registeredAt());
	}

}
