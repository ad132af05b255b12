package dev.rollcall.session.session;

import java.time.Instant;

import dev.rollcall.web.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A session as its user sees it.
 *
 * @param sessionId the session
 * @param startedAt when the user signed in
 * @param lastUsedAt when it was last refreshed
 * @param device what the client calls its device
 * @param address the client's address at sign-in
 * @param current whether the request came from it
 */
public record ListedSession(String sessionId, Instant startedAt, Instant lastUsedAt, @Nullable String device,
		@Nullable String address, boolean current) {

	static ListedSession of(Session session, Caller caller) {
		return new ListedSession(session.id().toString(), session.startedAt(), session.lastUsedAt(), session.device(),
				session.address(), session.id().value().equals(caller.sessionId()));
	}

}
