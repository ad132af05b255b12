package dev.rollcall.registration.administration;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rollcall.registration.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * The response that shows an account to administrators.
 *
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
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
