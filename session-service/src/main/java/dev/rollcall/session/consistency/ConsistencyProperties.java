package dev.rollcall.session.consistency;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a sign-in waits for a registration.
 *
 * @param longestWait the timeout, after which the answer is 503; less than the time limit
 * of a request
 */
@ConfigurationProperties("rollcall.consistency")
record ConsistencyProperties(@DefaultValue("2s") Duration longestWait) {
}
