package dev.rollcall.session.session;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The cause of a command.
 *
 * @param causationId the event that caused it; null for a request
 * @param administrator the administrator who sent the request; null for other causes
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
