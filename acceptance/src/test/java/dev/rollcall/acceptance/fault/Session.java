package dev.rollcall.acceptance.fault;

/**
 * A session as the client knows it.
 *
 * @param person whose
 * @param sessionId its id
 * @param accessToken the newest access token
 * @param refreshToken the newest refresh token
 */
record Session(Person person, String sessionId, String accessToken, String refreshToken) {

}
