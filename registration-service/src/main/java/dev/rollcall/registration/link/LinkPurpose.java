package dev.rollcall.registration.link;

/**
 * The purpose of a link.
 */
public enum LinkPurpose {

	/** Verifies the account's address. */
	SIGN_UP,

	/** Verifies a new address and makes it the account's. */
	EMAIL_CHANGE,

	/** Sent to the former address; reverts the change. */
	UNDO_EMAIL_CHANGE,

	/** Sets a new password. */
	RECOVERY

}
