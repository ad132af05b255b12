package dev.rollcall.session.session;

/**
 * What others are told about a session.
 */
sealed interface SessionEvent {

	/**
	 * A user signed in.
	 *
	 * @param session the new session
	 */
	record Started(Session session) implements SessionEvent {

	}

	/**
	 * A session takes no more requests.
	 *
	 * @param sessionId the session
	 * @param reason why
	 */
	record Ended(SessionId sessionId, EndReason reason) implements SessionEvent {

	}

}
