package dev.rollcall.registration.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits per window. All instances share the counts.
 *
 * @param passwords maximum checks of an account's current password, right or wrong
 * @param mails maximum mails with a link of one kind to one recipient
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("10") int passwords, @DefaultValue("5") int mails) {
}
