package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Lists a user's own sessions.
 */
@Component
public final class Listing {

	private final MongoSessions sessions;

	private final Clock clock;

	Listing(MongoSessions sessions, Clock clock) {
		this.sessions = sessions;
		this.clock = clock;
	}

	/**
	 * Returns the caller's live sessions, the most recently used one first.
	 */
	public Mono<List<ListedSession>> list(Caller caller) {
		return this.sessions.find(new UserId(caller.userId()))
			.map((found) -> found.live(this.clock.instant())
				.stream()
				.sorted(Comparator.comparing(Session::rotatedAt).reversed())
				.map((session) -> listed(session, caller))
				.toList());
	}

	private static ListedSession listed(Session session, Caller caller) {
		return new ListedSession(session.id().toString(), session.startedAt(), session.rotatedAt(), session.device(),
				session.address(), session.id().value().equals(caller.sessionId()));
	}

	/**
	 * A session in the answer.
	 *
	 * @param device the name that the client gives its device
	 * @param current whether this is the session of the request
	 */
	public record ListedSession(String sessionId, Instant startedAt, Instant lastUsedAt, @Nullable String device,
			@Nullable String address, boolean current) {
	}

}
