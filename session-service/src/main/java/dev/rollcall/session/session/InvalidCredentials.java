package dev.rollcall.session.session;

/**
 * The e-mail and the password do not belong to an account that may sign in.
 */
public final class InvalidCredentials extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidCredentials() {
		super("Invalid credentials", null, false, false);
	}

}
