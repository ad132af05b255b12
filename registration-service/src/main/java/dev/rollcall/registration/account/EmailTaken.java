package dev.rollcall.registration.account;

/**
 * Another account has this e-mail address.
 */
public final class EmailTaken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EmailTaken() {
		super("The e-mail address is taken");
	}

}
