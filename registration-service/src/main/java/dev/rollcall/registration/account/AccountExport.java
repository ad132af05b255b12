package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rollcall.registration.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * All that is held about a user here, but for what proves who somebody is: the password's
 * hash and the links' tokens.
 *
 * @param userId the user
 * @param version counts what happened to the account
 * @param email the address, as the user wrote it
 * @param emailCanonical the form in which addresses are compared
 * @param emailSince since when it is the user's
 * @param emailVerifiedAt when it was verified
 * @param displayName what to call the user
 * @param locale a BCP 47 language tag
 * @param status {@code active} or {@code locked}
 * @param roles the roles
 * @param passwordVersion counts the passwords
 * @param links the links that were sent and still count
 * @param registeredAt when the account came to be
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

	/**
	 * A link that was sent.
	 *
	 * @param purpose what it is good for
	 * @param address where it went
	 * @param until when it expires
	 */
	record SentLink(String purpose, String address, Instant until) {

		static SentLink of(Link link) {
			return new SentLink(link.purpose().name().toLowerCase(Locale.ROOT), link.address(), link.until());
		}

	}

}
