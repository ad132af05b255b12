package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
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
	 * Lists the caller's live sessions.
	 * @param caller whose
	 * @return the sessions, the last used one first
	 */
	public Mono<List<ListedSession>> list(Caller caller) {
		return this.sessions.find(new UserId(caller.userId()))
			.map((found) -> list(found, caller, this.clock.instant()));
	}

	private static List<ListedSession> list(UserSessions found, Caller caller, Instant now) {
		return found.live(now)
			.stream()
			.sorted(Comparator.comparing(Session::lastUsedAt).reversed())
			.map((session) -> ListedSession.of(session, caller))
			.toList();
	}

}
