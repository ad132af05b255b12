package dev.rollcall.session.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.schemas.UserId;

/**
 * A refresh token: the base64url of user id (16 bytes), session id (16) and counter (8,
 * all big-endian), and a MAC over them and the session's secret.
 *
 * @param counter its number in the session: 1, 2, 3 ...
 */
record RefreshToken(UserId userId, SessionId sessionId, long counter, byte[] mac) {

	private static final int FIELDS_LENGTH = 40;

	private static final int MAX_LENGTH = 256;

	static Optional<RefreshToken> decode(String text) {
		try {
			byte[] bytes = (text.length() <= MAX_LENGTH) ? Base64.getUrlDecoder().decode(text) : new byte[0];
			return (bytes.length > FIELDS_LENGTH) ? Optional.of(read(ByteBuffer.wrap(bytes))) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/** The bytes before the MAC. */
	static byte[] fields(UserId userId, SessionId sessionId, long counter) {
		ByteBuffer buffer = ByteBuffer.allocate(FIELDS_LENGTH);
		put(buffer, userId.value());
		put(buffer, sessionId.value());
		return buffer.putLong(counter).array();
	}

	String encode() {
		byte[] fields = fields(this.userId, this.sessionId, this.counter);
		byte[] all = ByteBuffer.allocate(fields.length + this.mac.length).put(fields).put(this.mac).array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
	}

	private static RefreshToken read(ByteBuffer buffer) {
		UserId userId = new UserId(uuid(buffer));
		SessionId sessionId = new SessionId(uuid(buffer));
		long counter = buffer.getLong();
		byte[] mac = new byte[buffer.remaining()];
		buffer.get(mac);
		return new RefreshToken(userId, sessionId, counter, mac);
	}

	private static UUID uuid(ByteBuffer buffer) {
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	private static void put(ByteBuffer buffer, UUID uuid) {
		buffer.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
	}

	@Override
	public String toString() {
		return "RefreshToken[sessionId=%s]".formatted(this.sessionId);
	}

}
