package dev.rollcall.session.session;

import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.session.account.Account;
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
	 * @param account the account whose version and roles are taken over; null if those of
	 * an event are known
	 */
	record Started(int place, Session session, List<SessionEvent> events, @Nullable Account account) implements Change {

		Started(int place, Session session, List<SessionEvent> events) {
			this(place, session, events, null);
		}

		Started and(SessionEvent event) {
			return new Started(this.place, this.session, Stream.concat(this.events.stream(), Stream.of(event)).toList(),
					this.account);
		}

		Started of(Account read) {
			return new Started(this.place, this.session, this.events, read);
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
