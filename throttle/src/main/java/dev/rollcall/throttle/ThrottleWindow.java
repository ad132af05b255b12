package dev.rollcall.throttle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The usual window of a service's limits.
 *
 * @param window how long an attempt counts; at most a day
 */
@ConfigurationProperties("rollcall.throttle")
record ThrottleWindow(@DefaultValue("15m") Duration window) {
}
