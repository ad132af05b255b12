package dev.rollcall.schemas;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The associated data of what one service seals and another one opens. It binds the
 * ciphertext to its topic, user and version or event: moved elsewhere, it does not open.
 */
public final class AssociatedData {

	private AssociatedData() {
	}

	/** Of a password hash that registration-service seals. */
	public static byte[] credential(UUID userId, long credentialVersion) {
		return bytes(Topic.USER_CREDENTIALS, userId, credentialVersion);
	}

	/**
	 * Of a new hash of the same password, which session-service seals.
	 * @param credentialVersion the version that it replaces
	 */
	public static byte[] credentialUpgrade(UUID userId, long credentialVersion) {
		return bytes(Topic.CREDENTIAL_UPGRADES, userId, credentialVersion);
	}

	/** Of the token of a link, which registration-service seals for the mail. */
	public static byte[] linkToken(UUID userId, UUID eventId) {
		return bytes(Topic.NOTIFICATION_REQUESTS, userId, eventId);
	}

	private static byte[] bytes(Topic topic, UUID userId, Object last) {
		return (topic.name() + '/' + userId + '/' + last).getBytes(StandardCharsets.UTF_8);
	}

}
