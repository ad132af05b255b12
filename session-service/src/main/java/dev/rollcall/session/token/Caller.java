package dev.rollcall.session.token;

import java.util.UUID;

import dev.rollcall.schemas.UserId;

/**
 * Whom an access token stands for.
 *
 * @param userId the user, its sub
 * @param sessionId the session, its sid
 */
public record Caller(UserId userId, UUID sessionId) {

	static final String SESSION_ID = "sid";

}
