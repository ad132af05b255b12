package dev.rollcall.session.session;

import java.util.Optional;
import java.util.UUID;

/**
 * Names a session.
 *
 * @param value the id
 */
record SessionId(UUID value) {

	static SessionId random() {
		return new SessionId(UUID.randomUUID());
	}

	static Optional<SessionId> parse(String text) {
		try {
			return Optional.of(new SessionId(UUID.fromString(text)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
