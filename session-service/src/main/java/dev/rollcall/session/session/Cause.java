package dev.rollcall.session.session;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a command comes from.
 *
 * @param correlationId the request that it belongs to
 * @param causationId the event that made it; null where a request did
 * @param administrator who asked for it, if an administrator did
 */
record Cause(String correlationId, @Nullable UUID causationId, @Nullable UUID administrator) {

	static Cause request(String correlationId) {
		return new Cause(correlationId, null, null);
	}

	static Cause event(String correlationId, UUID eventId) {
		return new Cause(correlationId, eventId, null);
	}

	static Cause administrator(String correlationId, UUID administrator) {
		return new Cause(correlationId, null, administrator);
	}

}
