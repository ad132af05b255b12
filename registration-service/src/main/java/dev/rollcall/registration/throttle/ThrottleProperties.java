package dev.rollcall.registration.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits per window and per day. All instances share the counts.
 *
 * @param passwords maximum checks of an account's current password, right or wrong
 * @param passwordsPerDay the same in a day
 * @param mails maximum mails with a link to one address, all kinds together; the last one
 * is kept for a recovery, the one before for the mail after a registration
 * @param emailChanges maximum mails with a link to new addresses of one account
 * @param registrations maximum registrations from one client address in an hour
 * @param loopback whether the limit per client address applies to 127.0.0.1; off on the
 * embedded platform, where benchmarks and tests come from there
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("10") int passwords, @DefaultValue("100") int passwordsPerDay,
		@DefaultValue("6") int mails, @DefaultValue("5") int emailChanges, @DefaultValue("100") int registrations,
		@DefaultValue("false") boolean loopback) {

	ThrottleProperties {
		if (mails <= LinkMail.MAX_KEPT) {
			throw new IllegalArgumentException(
					"rollcall.throttle.mails must be more than %d, which are kept for the owner of the address"
						.formatted(LinkMail.MAX_KEPT));
		}
	}

}
