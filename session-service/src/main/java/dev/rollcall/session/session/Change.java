package dev.rollcall.session.session;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A change of a user's sessions, with the events to publish.
 */
sealed interface Change {

	List<SessionEvent> events();

	/**
	 * A session starts.
	 *
	 * @param place its index: the end of the list, or the index of the session that it
	 * replaces
	 */
	record Started(int place, Session session, List<SessionEvent> events) implements Change {

		Started and(SessionEvent event) {
			return new Started(this.place, this.session,
					Stream.concat(this.events.stream(), Stream.of(event)).toList());
		}

	}

	/**
	 * A session gets a new refresh token.
	 *
	 * @param place its index
	 */
	record Rotated(int place, Session session) implements Change {

		@Override
		public List<SessionEvent> events() {
			return List.of();
		}

	}

	/**
	 * A user event is applied.
	 *
	 * @param passwordVersion the newest known password
	 * @param blocked whether the user may have no sessions
	 * @param roles null if unknown
	 */
	record Applied(long userVersion, long passwordVersion, boolean blocked, @Nullable List<String> roles,
			List<Session> left, List<SessionEvent> events) implements Change {
	}

	/**
	 * Events are published; the sessions stay the same.
	 */
	record Published(List<SessionEvent> events) implements Change {
	}

	/**
	 * Sessions end.
	 */
	record Ended(List<SessionId> sessions, List<SessionEvent> events) implements Change {

		Ended and(SessionEvent event) {
			return new Ended(this.sessions, Stream.concat(this.events.stream(), Stream.of(event)).toList());
		}

	}

}
