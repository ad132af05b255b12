package dev.rollcall.session.session;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a user event means for the user's sessions.
 *
 * @param version the account's version after it
 * @param standing whether the user may have sessions after it
 * @param password the password that counts after it; null where it says nothing of it
 */
record UserEvent(long version, Standing standing, @Nullable NewPassword password) {

	boolean blocks() {
		return this.standing != Standing.ACTIVE;
	}

	/** Why a session that the event ends has ended. */
	EndReason reason() {
		return switch (this.standing) {
			case ACTIVE -> EndReason.PASSWORD_CHANGED;
			case LOCKED -> EndReason.USER_LOCKED;
			case DELETED -> EndReason.USER_DELETED;
		};
	}

	/**
	 * Another password.
	 *
	 * @param version its number
	 * @param keptSessionId the session that goes on; null where none does
	 */
	record NewPassword(long version, @Nullable UUID keptSessionId) {

		boolean keeps(Session session) {
			return session.id().value().equals(this.keptSessionId);
		}

	}

	/**
	 * Whether a user may have sessions.
	 */
	enum Standing {

		/** The user may. */
		ACTIVE,

		/** An administrator does not let the user. */
		LOCKED,

		/** There is no such user any more. */
		DELETED

	}

}
