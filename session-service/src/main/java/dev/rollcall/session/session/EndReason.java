package dev.rollcall.session.session;

/**
 * Why a session ended.
 */
enum EndReason {

	/** The user signed out. */
	SIGNED_OUT(true),

	/** The user ended it from another session. */
	ENDED_BY_USER(true),

	/** An administrator ended it, or the store was restored from a backup. */
	ENDED_BY_ADMINISTRATOR(false),

	/** It was idle for too long or reached its maximum lifetime. */
	EXPIRED(false),

	/** The user changed the password. */
	PASSWORD_CHANGED(false),

	/** An administrator locked the user. */
	USER_LOCKED(false),

	/** The account was deleted. */
	USER_DELETED(false),

	/** A refresh token was used twice: an attacker may have it. */
	REFRESH_TOKEN_REUSED(false),

	/** A newer session replaced it. */
	TOO_MANY_SESSIONS(false),

	/** The user lost a role; tokens of the session may still name it. */
	ROLES_CHANGED(false);

	private final boolean byUser;

	EndReason(boolean byUser) {
		this.byUser = byUser;
	}

	boolean isByUser() {
		return this.byUser;
	}

}
