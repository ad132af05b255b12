package dev.rollcall.registration.account;

import java.util.UUID;

/**
 * Names a user, for ever.
 *
 * @param value a UUIDv7
 */
public record UserId(UUID value) {

	/**
	 * Reads an id.
	 * @param text what it is written as
	 * @return the id
	 * @throws IllegalArgumentException if it is none
	 */
	public static UserId of(String text) {
		UUID value = UUID.fromString(text);
		if (!value.toString().equals(text)) {
			throw new IllegalArgumentException("Not a user's id");
		}
		return new UserId(value);
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
