package dev.rollcall.session.session;

/**
 * What others are told about a user's sessions.
 */
sealed interface SessionEvent {

	/**
	 * Returns whether it is a session event: one that the user's sequence counts.
	 * @return whether it is
	 */
	default boolean isCounted() {
		return true;
	}

	/**
	 * A user signed in.
	 *
	 * @param session the new session
	 * @param newDevice whether on a device that is not known, and not for the first time
	 */
	record Started(Session session, boolean newDevice) implements SessionEvent {
	}

	/**
	 * A session takes no more requests.
	 *
	 * @param sessionId the session
	 * @param reason why
	 */
	record Ended(SessionId sessionId, EndReason reason) implements SessionEvent {
	}

	/**
	 * A refresh token came that had been exchanged before.
	 *
	 * @param sessionId the session
	 */
	record Reused(SessionId sessionId) implements SessionEvent {
	}

	/**
	 * Somebody could not sign in.
	 *
	 * @param reason why
	 */
	record Refused(Refusal reason) implements SessionEvent {
	}

	/**
	 * A hash was made anew. For registration-service only.
	 *
	 * @param credentialVersion the credential whose place it takes
	 * @param sealedHash the encoded hash, sealed
	 */
	record Upgraded(long credentialVersion, byte[] sealedHash) implements SessionEvent {

		@Override
		public boolean isCounted() {
			return false;
		}

	}

	/**
	 * Why somebody could not sign in.
	 */
	enum Refusal {

		/** The password was another one. */
		WRONG_PASSWORD,

		/** There were too many attempts. */
		TOO_MANY_ATTEMPTS,

		/** The user may not sign in. */
		USER_LOCKED,

		/** The address is to be verified first. */
		EMAIL_NOT_VERIFIED

	}

}
