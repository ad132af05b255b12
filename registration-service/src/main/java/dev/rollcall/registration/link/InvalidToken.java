package dev.rollcall.registration.link;

/**
 * A link's token that is not, or no longer, good for what it was sent for.
 */
public final class InvalidToken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Tells nothing about why: unknown, used, expired and of another purpose look alike.
	 */
	public InvalidToken() {
		super("Invalid token", null, false, false);
	}

}
