package dev.rollcall.registration.link;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The secret of a link: base64url of 16 bytes user id and 32 random bytes. The user id
 * finds the account; 256 random bits need no slow hash.
 */
public record LinkToken(UUID userId, String text) {

	private static final int SECRET_BYTES = 32;

	private static final int BYTES = 2 * Long.BYTES + SECRET_BYTES;

	private static final int LENGTH = BYTES * 4 / 3;

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * Creates a new token.
	 */
	public static LinkToken random(UUID userId) {
		byte[] secret = new byte[SECRET_BYTES];
		RANDOM.nextBytes(secret);
		byte[] bytes = ByteBuffer.allocate(BYTES)
			.putLong(userId.getMostSignificantBits())
			.putLong(userId.getLeastSignificantBits())
			.put(secret)
			.array();
		return new LinkToken(userId, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	/**
	 * Reads a token.
	 * @return the token; empty if the text is malformed
	 */
	public static Optional<LinkToken> decode(String text) {
		if (text.length() != LENGTH) {
			return Optional.empty();
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
			return Optional.of(new LinkToken(new UUID(bytes.getLong(), bytes.getLong()), text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns the hash that is stored.
	 */
	public String hash() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getUrlDecoder().decode(this.text));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "LinkToken[not shown]";
	}

}
