package dev.rollcall.session.session;

/**
 * The refresh token is malformed, forged, expired or used already.
 */
public final class InvalidRefreshToken extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidRefreshToken() {
		super("Invalid refresh token", null, false, false);
	}

}
