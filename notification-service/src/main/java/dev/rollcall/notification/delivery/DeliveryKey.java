package dev.rollcall.notification.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import dev.rollcall.notification.template.Template;

/**
 * Identifies a delivery. A repeated event leads to the same key and so to no new
 * delivery.
 */
record DeliveryKey(String eventId, Template template, Channel channel, Role role) {

	private static final int ID_BYTES = 16;

	/**
	 * Returns the delivery's id, a hash of the key: 32 hexadecimal digits.
	 */
	String id() {
		String key = String.join("/", this.eventId, this.template.id(), this.channel.id(), this.role.id());
		byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Which of a user's addresses a delivery goes to.
	 */
	enum Role {

		/** The current address, or the one that will become it. */
		SELF("self"),

		/** A former address. */
		FORMER_ADDRESS("former-address");

		private final String id;

		Role(String id) {
			this.id = id;
		}

		String id() {
			return this.id;
		}

		static Role of(String id) {
			for (Role role : values()) {
				if (role.id.equals(id)) {
					return role;
				}
			}
			throw new IllegalArgumentException("Unknown role of a recipient: " + id);
		}

	}

}
