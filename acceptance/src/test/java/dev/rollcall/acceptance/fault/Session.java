package dev.rollcall.acceptance.fault;

/**
 * What the client knows about a session.
 *
 * @param person the user
 * @param sessionId the id
 * @param accessToken the newest access token
 * @param refreshToken the newest refresh token
 */
record Session(Person person, String sessionId, String accessToken, String refreshToken) {

}
