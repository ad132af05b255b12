package dev.rollcall.session.session;

/**
 * The refresh token counts for nothing, or no longer.
 */
public final class InvalidRefreshToken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidRefreshToken() {
		super("Invalid refresh token", null, false, false);
	}

}
