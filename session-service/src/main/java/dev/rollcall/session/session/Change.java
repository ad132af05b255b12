package dev.rollcall.session.session;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a command makes of a user's sessions, and what others are told.
 */
sealed interface Change {

	List<SessionEvent> events();

	/**
	 * A session has started.
	 *
	 * @param place where it goes in the list: at its end, or in an ended one's place
	 * @param session the session
	 * @param events what others are told
	 */
	record Started(int place, Session session, List<SessionEvent> events) implements Change {

		Started and(SessionEvent event) {
			return new Started(this.place, this.session,
					Stream.concat(this.events.stream(), Stream.of(event)).toList());
		}

	}

	/**
	 * A session has a new refresh token.
	 *
	 * @param place where it is in the list
	 * @param session the session
	 */
	record Rotated(int place, Session session) implements Change {

		@Override
		public List<SessionEvent> events() {
			return List.of();
		}

	}

	/**
	 * A user event was applied.
	 *
	 * @param userVersion the account's version after it
	 * @param passwordVersion the password that counts
	 * @param blocked whether no session may start
	 * @param left the sessions that go on
	 * @param events what others are told
	 */
	record Applied(long userVersion, long passwordVersion, boolean blocked, List<Session> left,
			List<SessionEvent> events) implements Change {
	}

	/**
	 * Nothing has changed, but something is told.
	 *
	 * @param events what others are told
	 */
	record Told(List<SessionEvent> events) implements Change {
	}

	/**
	 * Sessions have ended.
	 *
	 * @param sessions which
	 * @param events what others are told
	 */
	record Ended(List<SessionId> sessions, List<SessionEvent> events) implements Change {

	}

}
