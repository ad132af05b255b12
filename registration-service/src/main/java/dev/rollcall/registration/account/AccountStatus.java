package dev.rollcall.registration.account;

/**
 * Whether the user may sign in.
 */
public enum AccountStatus {

	/** The user may sign in. */
	ACTIVE,

	/** An administrator has locked the account. */
	LOCKED,

	/** The account is deleted; only id and versions remain. */
	DELETED

}
