package dev.rollcall.session.throttle;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits per window. All instances share the counts.
 *
 * @param account maximum failed or pending sign-ins at one account from unknown devices
 * @param device maximum failed or pending sign-ins on one known device
 * @param address maximum failed or pending sign-ins from one client address
 * @param loopback whether the limit per address applies to 127.0.0.1; off on the embedded
 * platform, where benchmarks and tests come from there
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleProperties(@DefaultValue("20") int account, @DefaultValue("20") int device,
		@DefaultValue("200") int address, @DefaultValue("false") boolean loopback) {
}
