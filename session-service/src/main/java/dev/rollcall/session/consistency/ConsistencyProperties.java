package dev.rollcall.session.consistency;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a sign-in waits for a registration.
 *
 * @param longestWait how long it waits; then it is answered 503. Below the time limit of
 * a request
 */
@ConfigurationProperties("rollcall.consistency")
record ConsistencyProperties(@DefaultValue("2s") Duration longestWait) {

}
