package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When signing keys take turns.
 *
 * @param every how long a key signs
 * @param ahead how long a key is published before it signs, at least: longer than anybody
 * keeps the published keys without asking again
 * @param look how often an instance looks which keys there are
 */
@ConfigurationProperties("rollcall.token.rotation")
record KeyRotationProperties(@DefaultValue("30d") Duration every, @DefaultValue("10m") Duration ahead,
		@DefaultValue("5s") Duration look) {
}
