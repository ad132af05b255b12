package dev.rollcall.session.account;

import java.util.UUID;

/**
 * Names a user.
 *
 * @param value the id
 */
public record UserId(UUID value) {

	/**
	 * Reads an id.
	 * @param text a UUID
	 * @return the id
	 * @throws IllegalArgumentException if it is none
	 */
	public static UserId of(String text) {
		return new UserId(UUID.fromString(text));
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
