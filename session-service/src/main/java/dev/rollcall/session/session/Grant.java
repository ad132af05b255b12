package dev.rollcall.session.session;

/**
 * The tokens of a session, as answered.
 *
 * @param sessionId the session
 * @param userId the user
 * @param accessToken the access token
 * @param tokenType how it is sent
 * @param expiresIn for how many seconds it counts
 * @param refreshToken the refresh token
 * @param refreshExpiresIn for how many seconds that counts
 */
public record Grant(String sessionId, String userId, String accessToken, String tokenType, long expiresIn,
		String refreshToken, long refreshExpiresIn) {

	@Override
	public String toString() {
		return "Grant[sessionId=%s]".formatted(this.sessionId);
	}

}
