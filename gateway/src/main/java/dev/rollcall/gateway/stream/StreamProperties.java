package dev.rollcall.gateway.stream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of streams, at each gateway.
 *
 * @param perUser maximum number of a user's streams; one more ends the oldest
 * @param connections maximum number of streams to each instance of a service; one more is
 * answered 503. Other requests have connections of their own
 */
@ConfigurationProperties("rollcall.gateway.streams")
record StreamProperties(@DefaultValue("5") int perUser, @DefaultValue("2000") int connections) {
}
