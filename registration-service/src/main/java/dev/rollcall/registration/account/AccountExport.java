package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rollcall.registration.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * The data that this service holds about a user, without the password's hash and the
 * tokens of links.
 *
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
 */
record AccountExport(UUID userId, long version, String email, String emailCanonical, Instant emailSince,
		@Nullable Instant emailVerifiedAt, @Nullable String displayName, @Nullable String locale, String status,
		List<String> roles, long passwordVersion, List<SentLink> links, Instant registeredAt) {

	static AccountExport of(Account account) {
		Account.Email email = account.email();
		return new AccountExport(account.id().value(), account.version(), email.value().written(),
				email.value().canonical(), email.since(), email.verifiedAt(), account.profile().displayName(),
				account.profile().locale(), account.status().name().toLowerCase(Locale.ROOT), account.roles(),
				account.credential().passwordVersion(), account.links().all().stream().map(SentLink::of).toList(),
				account.registeredAt());
	}

	record SentLink(String purpose, String address, Instant until) {

		static SentLink of(Link link) {
			return new SentLink(link.purpose().name().toLowerCase(Locale.ROOT), link.address(), link.until());
		}

	}

}
