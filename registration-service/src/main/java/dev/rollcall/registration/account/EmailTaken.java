package dev.rollcall.registration.account;

/**
 * Thrown when another account has the e-mail address.
 */
public final class EmailTaken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EmailTaken() {
		super("The e-mail address is taken");
	}

}
