package dev.rollcall.gateway.drain;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway leaves.
 *
 * @param time how long it still takes requests after it was told to end, while clients
 * learn to connect elsewhere; none where nobody has asked for five times as long
 */
@ConfigurationProperties("rollcall.gateway.drain")
record DrainProperties(@DefaultValue("2s") Duration time) {
}
