package dev.rollcall.session.consistency;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What registration-service tells a client about an account that it has just changed: 16
 * bytes user id, 8 profile version, 8 credential version, 8 expiry in seconds of the
 * epoch, all big-endian, then the keyed hash of the e-mail.
 *
 * @param userId the user
 * @param profileVersion the profile's version after the change
 * @param credentialVersion the credential's version after the change
 * @param expiresAt from when on it does not count
 * @param emailMac the keyed hash of the canonical e-mail
 */
record ConsistencyToken(UUID userId, long profileVersion, long credentialVersion, Instant expiresAt, byte[] emailMac) {

	private static final int FIXED = 40;

	static Optional<ConsistencyToken> decode(byte[] payload) {
		if (payload.length <= FIXED) {
			return Optional.empty();
		}
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		UUID userId = new UUID(buffer.getLong(), buffer.getLong());
		return Optional.of(new ConsistencyToken(userId, buffer.getLong(), buffer.getLong(),
				Instant.ofEpochSecond(Math.min(buffer.getLong(), Instant.MAX.getEpochSecond())),
				Arrays.copyOfRange(payload, FIXED, payload.length)));
	}

}
