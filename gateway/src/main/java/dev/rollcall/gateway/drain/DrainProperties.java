package dev.rollcall.gateway.drain;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway shuts down.
 *
 * @param time how long it keeps serving after SIGTERM while clients reconnect elsewhere;
 * skipped if there was no request for five times as long
 */
@ConfigurationProperties("rollcall.gateway.drain")
record DrainProperties(@DefaultValue("2s") Duration time) {
}
