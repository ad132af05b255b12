package dev.rollcall.session.session;

/**
 * Why a session ended.
 */
enum EndReason {

	/** The user signed out of it. */
	SIGNED_OUT(true),

	/** The user ended it from another session. */
	ENDED_BY_USER(true),

	/** An operator ended it, as after the store was restored from a backup. */
	ENDED_BY_ADMINISTRATOR(false),

	/** It was not used for too long, or is too old. */
	EXPIRED(false),

	/** The user has another password by now. */
	PASSWORD_CHANGED(false),

	/** An administrator locked the user. */
	USER_LOCKED(false),

	/** The account was deleted. */
	USER_DELETED(false),

	/** A refresh token came a second time: somebody else may have it. */
	REFRESH_TOKEN_REUSED(false),

	/** A newer session took its place. */
	TOO_MANY_SESSIONS(false);

	private final boolean byUser;

	EndReason(boolean byUser) {
		this.byUser = byUser;
	}

	boolean isByUser() {
		return this.byUser;
	}

}
