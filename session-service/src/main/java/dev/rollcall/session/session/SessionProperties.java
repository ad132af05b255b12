package dev.rollcall.session.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions last.
 *
 * @param idle how long a session lasts that is not refreshed
 * @param absolute how long a session lasts at the most
 * @param jitter by how much of it the idle time of a session may be shorter, so that
 * those of one hour do not all end in another; 0 to 1
 * @param grace how long the refresh token before the current one still gives the current
 * one, to a client that lost the answer; after it, it ends the session
 */
@ConfigurationProperties("rollcall.session")
record SessionProperties(@DefaultValue("14d") Duration idle, @DefaultValue("90d") Duration absolute,
		@DefaultValue("0.1") double jitter, @DefaultValue("30s") Duration grace) {

	/** The same for a session each time, whichever instance asks. */
	Duration idle(SessionId session) {
		double fraction = (session.value().getLeastSignificantBits() & 0xffff) / 65536.0;
		return Duration.ofMillis(Math.round(this.idle.toMillis() * (1 - this.jitter * fraction)));
	}

}
