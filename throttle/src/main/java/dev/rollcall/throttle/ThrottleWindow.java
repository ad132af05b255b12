package dev.rollcall.throttle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The window of all limits of a service.
 *
 * @param window how long an attempt counts
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleWindow(@DefaultValue("15m") Duration window) {
}
