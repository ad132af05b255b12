package dev.rollcall.registration.throttle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often somebody may try; the counts are in the store, shared by all instances.
 *
 * @param window for how long an attempt counts
 * @param passwords how many times the current password of an account may be given in a
 * window, right or wrong
 * @param mails how many mails with a link of one kind an account may have sent in a
 * window
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("15m") Duration window, @DefaultValue("10") int passwords,
		@DefaultValue("5") int mails) {
}
