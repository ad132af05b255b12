package dev.rollcall.registration.administration;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rollcall.registration.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * An account as an administrator sees it.
 *
 * @param userId the user
 * @param email the address, as the user wrote it
 * @param displayName what to call the user
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
 * @param emailVerified whether the address was verified
 * @param roles the roles
 * @param version counts what happened to the account
 * @param registeredAt when the account came to be
 */
record AdministeredAccount(UUID userId, String email, @Nullable String displayName, @Nullable String locale,
		String status, boolean emailVerified, List<String> roles, long version, Instant registeredAt) {

	static AdministeredAccount of(Account account) {
		return new AdministeredAccount(account.id().value(), account.email().value().written(),
				account.profile().displayName(), account.profile().locale(),
				account.status().name().toLowerCase(Locale.ROOT), account.email().verified(), account.roles(),
				account.version(), account.registeredAt());
	}

}
