package dev.rollcall.session.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions last.
 *
 * @param idle how long a session lasts that is not refreshed
 * @param absolute how long a session lasts at the most
 * @param grace how long the refresh token before the current one still gives the current
 * one, to a client that lost the answer; after it, it ends the session
 */
@ConfigurationProperties("rollcall.session")
record SessionProperties(@DefaultValue("14d") Duration idle, @DefaultValue("90d") Duration absolute,
		@DefaultValue("30s") Duration grace) {

}
