package dev.rollcall.registration.link;

/**
 * Thrown when a token opens no link. Unknown, used, expired and wrong purpose look alike.
 */
public final class InvalidToken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public InvalidToken() {
		super("Invalid token", null, false, false);
	}

}
