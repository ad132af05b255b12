package dev.rollcall.registration.account;

import java.util.UUID;

/**
 * Names a user, for ever.
 *
 * @param value a UUIDv7
 */
record UserId(UUID value) {

	@Override
	public String toString() {
		return this.value.toString();
	}

}
