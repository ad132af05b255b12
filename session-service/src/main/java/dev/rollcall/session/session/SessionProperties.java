package dev.rollcall.session.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lifetime of sessions.
 *
 * @param idle the time after which a session expires unless it is refreshed
 * @param absolute the maximum lifetime of a session
 * @param jitter the maximum fraction by which a session's idle time is shortened, so that
 * the sessions of a busy hour do not all expire in one hour; 0 to 1
 * @param grace how long the previous refresh token gives the current one, for a client
 * that lost the answer; after it, its use ends the session
 * @param deviceGrace the same for a client that also presents the device token of the
 * session, such as a phone that lost the answer in a tunnel; at most until it has used
 * the current token
 */
@ConfigurationProperties("rollcall.session")
record SessionProperties(@DefaultValue("14d") Duration idle, @DefaultValue("90d") Duration absolute,
		@DefaultValue("0.1") double jitter, @DefaultValue("30s") Duration grace,
		@DefaultValue("24h") Duration deviceGrace) {

	/** Returns the same time for a session on every instance. */
	Duration idle(SessionId session) {
		double fraction = (session.value().getLeastSignificantBits() & 0xffff) / 65536.0;
		return Duration.ofMillis(Math.round(this.idle.toMillis() * (1 - this.jitter * fraction)));
	}

}
