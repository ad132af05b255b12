package dev.rollcall.session.throttle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many sign-ins may fail; the counts are in the store, shared by all instances.
 *
 * @param window for how long an attempt counts
 * @param account how many may fail in a window at one account, from devices that are not
 * known to be its user's; those that are being tried count too
 * @param device how many may fail in a window on one known device
 * @param address how many may fail in a window from one client address
 * @param loopback whether the limit for an address holds for 127.0.0.1 too; on the
 * embedded platform benchmarks and tests come from there
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("15m") Duration window, @DefaultValue("20") int account,
		@DefaultValue("20") int device, @DefaultValue("200") int address, @DefaultValue("false") boolean loopback) {
}
