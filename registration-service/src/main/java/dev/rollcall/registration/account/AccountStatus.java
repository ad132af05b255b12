package dev.rollcall.registration.account;

/**
 * Whether the user may sign in.
 */
public enum AccountStatus {

	/** The user may. */
	ACTIVE,

	/** An administrator does not let the user. */
	LOCKED,

	/** There is no user any more: of the account only id and versions are left. */
	DELETED

}
