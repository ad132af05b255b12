package dev.rollcall.schemas;

import java.util.UUID;

/**
 * Identifies a user. An id is never used again, not even after the user is deleted.
 *
 * @param value a UUIDv7
 */
public record UserId(UUID value) {

	/**
	 * Reads an id in its only text form: 36 characters, hexadecimal digits in lower case.
	 * @throws IllegalArgumentException if the text is not a user id
	 */
	public static UserId of(String text) {
		UUID value = UUID.fromString(text);
		if (!value.toString().equals(text)) {
			throw new IllegalArgumentException("A user id is a UUID in lower case");
		}
		return new UserId(value);
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
