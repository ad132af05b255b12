package dev.rollcall.session.session;

import org.jspecify.annotations.Nullable;

/**
 * An event to publish.
 */
sealed interface SessionEvent {

	/**
	 * Whether it is a session event, which counts in the user's sequence.
	 */
	default boolean isCounted() {
		return true;
	}

	/**
	 * Whether publishing it deletes the copies of the user's published messages.
	 */
	default boolean erases() {
		return false;
	}

	/**
	 * A user signed in.
	 *
	 * @param newDevice whether the device is unknown and this is not the user's first
	 * sign-in
	 */
	record Started(Session session, boolean newDevice) implements SessionEvent {
	}

	/**
	 * A session ended.
	 */
	record Ended(SessionId sessionId, EndReason reason) implements SessionEvent {
	}

	/**
	 * The user or an administrator ended all sessions, or there were none.
	 *
	 * @param kept the session that continues; null if all ended
	 * @param deleted whether they ended because the user was deleted
	 */
	record AllEnded(@Nullable SessionId kept, boolean deleted) implements SessionEvent {

		@Override
		public boolean erases() {
			return this.deleted;
		}

	}

	/**
	 * A refresh token was used again after its exchange.
	 */
	record Reused(SessionId sessionId) implements SessionEvent {
	}

	/**
	 * A sign-in failed.
	 */
	record Refused(Refusal reason) implements SessionEvent {
	}

	/**
	 * A password was hashed with the current settings. Only registration-service reads
	 * it.
	 */
	record Upgraded(long credentialVersion, byte[] sealedHash) implements SessionEvent {

		@Override
		public boolean isCounted() {
			return false;
		}

	}

	/**
	 * Why a sign-in failed.
	 */
	enum Refusal {

		/** The password was wrong. */
		WRONG_PASSWORD,

		/** There were too many attempts. */
		TOO_MANY_ATTEMPTS,

		/** The user is locked. */
		USER_LOCKED,

		/** The address is not verified. */
		EMAIL_NOT_VERIFIED

	}

}
