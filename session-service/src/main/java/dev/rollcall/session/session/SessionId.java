package dev.rollcall.session.session;

import java.util.UUID;

/**
 * The id of a session.
 */
record SessionId(UUID value) {

	static SessionId random() {
		return new SessionId(UUID.randomUUID());
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
