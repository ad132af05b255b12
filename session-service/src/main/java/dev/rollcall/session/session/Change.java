package dev.rollcall.session.session;

import java.util.List;

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
	 * Sessions have ended.
	 *
	 * @param sessions which
	 * @param events what others are told
	 */
	record Ended(List<SessionId> sessions, List<SessionEvent> events) implements Change {

	}

}
