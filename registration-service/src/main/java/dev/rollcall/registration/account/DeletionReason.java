package dev.rollcall.registration.account;

/**
 * Why an account was deleted.
 */
public enum DeletionReason {

	/** The user deleted it. */
	BY_USER,

	/** An administrator deleted it. */
	BY_ADMINISTRATOR,

	/** The address was not verified in time. */
	NOT_VERIFIED,

	/** The address went back to an account that had verified it before. */
	DISPLACED

}
