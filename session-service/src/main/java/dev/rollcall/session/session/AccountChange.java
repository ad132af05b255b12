package dev.rollcall.session.session;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A change of the account that affects the user's sessions.
 *
 * @param version the account's version after the change
 * @param password null if the password did not change
 */
record AccountChange(long version, Standing standing, @Nullable NewPassword password) {

	boolean blocks() {
		return this.standing != Standing.ACTIVE;
	}

	EndReason reason() {
		return switch (this.standing) {
			case ACTIVE -> EndReason.PASSWORD_CHANGED;
			case LOCKED -> EndReason.USER_LOCKED;
			case DELETED -> EndReason.USER_DELETED;
		};
	}

	/**
	 * A changed password.
	 *
	 * @param keptSessionId the session that does not end; null if all end
	 */
	record NewPassword(long version, @Nullable UUID keptSessionId) {

		boolean keeps(Session session) {
			return session.id().value().equals(this.keptSessionId);
		}

	}

	/**
	 * The account's status. Only an active user may have sessions.
	 */
	enum Standing {

		/** The user is active. */
		ACTIVE,

		/** The user is locked. */
		LOCKED,

		/** The user is deleted. */
		DELETED

	}

}
