package dev.rollcall.session.session;

/**
 * The tokens of a session, in the answer.
 *
 * @param expiresIn seconds until the access token expires
 * @param refreshExpiresIn seconds until the refresh token expires
 */
public record Grant(String sessionId, String userId, String accessToken, String tokenType, long expiresIn,
		String refreshToken, long refreshExpiresIn) {

	@Override
	public String toString() {
		return "Grant[sessionId=%s]".formatted(this.sessionId);
	}

}
