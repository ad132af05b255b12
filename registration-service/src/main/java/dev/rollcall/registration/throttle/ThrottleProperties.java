package dev.rollcall.registration.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits per window and per day. All instances share the counts.
 *
 * @param passwords maximum checks of an account's current password, right or wrong
 * @param passwordsPerDay the same in a day
 * @param mails maximum mails with a link of one kind to one recipient
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("10") int passwords, @DefaultValue("100") int passwordsPerDay,
		@DefaultValue("5") int mails) {
}
