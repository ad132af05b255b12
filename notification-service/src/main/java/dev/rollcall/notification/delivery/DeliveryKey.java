package dev.rollcall.notification.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import dev.rollcall.notification.template.Template;

/**
 * What makes two deliveries the same: a repeat of the event leads to the same key, and so
 * to nothing new.
 *
 * @param eventId the event that causes it
 * @param template what it says
 * @param channel how it goes out
 * @param role which of the addresses it goes to
 */
record DeliveryKey(String eventId, Template template, Channel channel, Role role) {

	private static final int ID_BYTES = 16;

	/**
	 * Returns the delivery's id, the same wherever and whenever it is computed.
	 * @return 32 hexadecimal digits
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
	 * Which of a user's addresses is meant.
	 */
	enum Role {

		/** The user's own, current one; or the one that is to become it. */
		SELF("self"),

		/** The one that was the user's. */
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
			throw new IllegalArgumentException("No role is called '" + id + "'");
		}

	}

}
