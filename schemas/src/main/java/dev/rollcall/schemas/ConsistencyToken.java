package dev.rollcall.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The versions of an account after a change. With it, a sign-in waits until they have
 * been applied. Its text is payload and MAC, each in base64url without padding, joined by
 * a dot; the MAC is computed by the services.
 *
 * @param profileVersion the profile's version after the change
 * @param credentialVersion the credential's version after the change
 * @param expiresAt in whole seconds
 * @param emailMac the MAC of {@link #macInput(EmailAddress)}
 */
public record ConsistencyToken(UserId userId, long profileVersion, long credentialVersion, Instant expiresAt,
		byte[] emailMac) {

	/** The HTTP header that carries a token. */
	public static final String HEADER = "Rollcall-Consistency";

	private static final int FIXED_BYTES = 5 * Long.BYTES;

	/**
	 * Reads a payload.
	 * @return empty if it is too short
	 */
	public static Optional<ConsistencyToken> decode(byte[] payload) {
		if (payload.length <= FIXED_BYTES) {
			return Optional.empty();
		}
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		UserId userId = new UserId(new UUID(buffer.getLong(), buffer.getLong()));
		return Optional.of(new ConsistencyToken(userId, buffer.getLong(), buffer.getLong(),
				Instant.ofEpochSecond(Math.min(buffer.getLong(), Instant.MAX.getEpochSecond())),
				Arrays.copyOfRange(payload, FIXED_BYTES, payload.length)));
	}

	/**
	 * Returns the payload: user id (16 bytes), profile version, credential version and
	 * expiry in seconds since the epoch (8 bytes each, big-endian), MAC of the address.
	 */
	public byte[] payload() {
		return ByteBuffer.allocate(FIXED_BYTES + this.emailMac.length)
			.putLong(this.userId.value().getMostSignificantBits())
			.putLong(this.userId.value().getLeastSignificantBits())
			.putLong(this.profileVersion)
			.putLong(this.credentialVersion)
			.putLong(this.expiresAt.getEpochSecond())
			.put(this.emailMac)
			.array();
	}

	/** Returns the bytes whose MAC authenticates a payload. */
	public static byte[] macInput(byte[] payload) {
		return prefixed("token:", payload);
	}

	/** Returns the bytes whose MAC stands for an address. */
	public static byte[] macInput(EmailAddress email) {
		return prefixed("email:", email.canonical().getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] prefixed(String prefix, byte[] data) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(start.length + data.length).put(start).put(data).array();
	}

}
