package dev.rollcall.session.session;

/**
 * No account with this e-mail and password may sign in.
 */
public final class InvalidCredentials extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidCredentials() {
		super("Invalid credentials", null, false, false);
	}

}
