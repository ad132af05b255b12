package dev.rollcall.registration.link;

/**
 * What a link is good for.
 */
public enum LinkPurpose {

	/** Shows that mail to the address of an account arrives. */
	SIGN_UP,

	/** Shows the same of a new address, which then takes the former one's place. */
	EMAIL_CHANGE,

	/** Goes to the former address and takes the change back. */
	UNDO_EMAIL_CHANGE,

	/** Sets a new password. */
	RECOVERY

}
