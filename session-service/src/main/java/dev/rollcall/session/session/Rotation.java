package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.device.Devices;
import org.jspecify.annotations.Nullable;

/**
 * The rules of refresh: the current token is exchanged for the next one. The previous
 * token gives the current one again during the grace period, which is longer for the
 * session's own device. After it, or with any older token, the session ends, because two
 * parties have the token.
 */
final class Rotation {

	private final RefreshTokens tokens;

	private final Devices devices;

	private final SessionProperties properties;

	private final Clock clock;

	Rotation(RefreshTokens tokens, Devices devices, SessionProperties properties, Clock clock) {
		this.tokens = tokens;
		this.devices = devices;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Decides on a token.
	 * @param deviceToken what the client presents beside it, unverified
	 * @return the session with its current token; empty if the token is refused
	 */
	Decision<Optional<Session>> decide(UserSessions sessions, RefreshToken token, @Nullable String deviceToken) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		return sessions.find(token.sessionId())
			.filter((session) -> !sessions.blocked() && session.isLive(now))
			.filter((session) -> this.tokens.isGenuine(token, session))
			.map((session) -> decide(sessions, session, token.counter(), deviceToken, now))
			.orElseGet(() -> Decision.unchanged(Optional.empty()));
	}

	private Decision<Optional<Session>> decide(UserSessions sessions, Session session, long counter,
			@Nullable String deviceToken, Instant now) {
		if (counter == session.counter()) {
			Session rotated = session.rotated(now, this.properties.idle(session.id()));
			return new Decision<>(Optional.of(rotated), sessions.rotate(rotated));
		}
		if (counter == session.counter() - 1 && isInGrace(sessions.userId(), session, deviceToken, now)) {
			return Decision.unchanged(Optional.of(session));
		}
		if (counter > session.counter()) {
			return Decision.unchanged(Optional.empty());
		}
		return new Decision<>(Optional.empty(), sessions.endReused(session));
	}

	private boolean isInGrace(UserId userId, Session session, @Nullable String deviceToken, Instant now) {
		Duration passed = Duration.between(session.rotatedAt(), now);
		return passed.compareTo(this.properties.grace()) <= 0 || (passed.compareTo(this.properties.deviceGrace()) <= 0
				&& isOnItsDevice(userId, session, deviceToken));
	}

	private boolean isOnItsDevice(UserId userId, Session session, @Nullable String deviceToken) {
		return this.devices.find(userId, session.passwordVersion(), deviceToken)
			.filter((device) -> device.id().equals(session.deviceId()))
			.isPresent();
	}

}
