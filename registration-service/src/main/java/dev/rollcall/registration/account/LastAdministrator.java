package dev.rollcall.registration.account;

/**
 * Thrown when a command would leave no active administrator.
 */
class LastAdministrator extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LastAdministrator() {
		super("The account is the last active administrator");
	}

}
