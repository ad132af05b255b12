package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The rules of refresh: the current token is exchanged for the next one. The previous
 * token gives the current one again during the grace period. After it, or with any older
 * token, the session ends, because two parties have the token.
 */
final class Rotation {

	private final RefreshTokens tokens;

	private final SessionProperties properties;

	private final Clock clock;

	Rotation(RefreshTokens tokens, SessionProperties properties, Clock clock) {
		this.tokens = tokens;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Decides on a token.
	 * @return the session with its current token; empty if the token is refused
	 */
	Decision<Optional<Session>> decide(UserSessions sessions, RefreshToken token) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		return sessions.find(token.sessionId())
			.filter((session) -> !sessions.blocked() && session.isLive(now))
			.filter((session) -> this.tokens.isGenuine(token, session))
			.map((session) -> decide(sessions, session, token.counter(), now))
			.orElseGet(() -> Decision.unchanged(Optional.empty()));
	}

	private Decision<Optional<Session>> decide(UserSessions sessions, Session session, long counter, Instant now) {
		if (counter == session.counter()) {
			Session rotated = session.rotated(now, this.properties.idle(session.id()));
			return new Decision<>(Optional.of(rotated), sessions.rotate(rotated));
		}
		if (counter == session.counter() - 1 && isInGrace(session, now)) {
			return Decision.unchanged(Optional.of(session));
		}
		if (counter > session.counter()) {
			return Decision.unchanged(Optional.empty());
		}
		return new Decision<>(Optional.empty(), sessions.endReused(session));
	}

	private boolean isInGrace(Session session, Instant now) {
		return !now.isAfter(session.rotatedAt().plus(this.properties.grace()));
	}

}
