package dev.rollcall.session.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of failed or pending sign-ins, per window and per day. All instances share the
 * counts.
 *
 * @param account at one account from unknown devices, per window
 * @param accountPerDay the same per day
 * @param device on one known device, per window
 * @param devicePerDay the same per day
 * @param address from one client address or IPv6 /64 and from unknown devices, per window
 * @param site from one IPv6 /48 and from unknown devices, per window: many customers of a
 * provider may share it
 * @param loopback whether the limits per address apply to 127.0.0.1; off on the embedded
 * platform, where benchmarks and tests come from there
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("20") int account, @DefaultValue("100") int accountPerDay,
		@DefaultValue("20") int device, @DefaultValue("100") int devicePerDay, @DefaultValue("200") int address,
		@DefaultValue("1000") int site, @DefaultValue("false") boolean loopback) {
}
