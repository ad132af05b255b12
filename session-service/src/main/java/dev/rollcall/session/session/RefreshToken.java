package dev.rollcall.session.session;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.schemas.UserId;

/**
 * A refresh token: base64url of 16 bytes user id, 16 session id, 8 number, all
 * big-endian, and the MAC over them.
 *
 * @param userId whose it is
 * @param sessionId of which session
 * @param counter its number in the session: 1, 2, 3 ...
 * @param mac what only the service can make
 */
record RefreshToken(UserId userId, SessionId sessionId, long counter, byte[] mac) {

	private static final int FIXED = 40;

	private static final int LONGEST = 256;

	static Optional<RefreshToken> decode(String text) {
		try {
			byte[] bytes = (text.length() <= LONGEST) ? Base64.getUrlDecoder().decode(text) : new byte[0];
			return (bytes.length > FIXED) ? Optional.of(read(ByteBuffer.wrap(bytes))) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns what the MAC is made over, without the session's secret.
	 */
	static byte[] named(UserId userId, SessionId sessionId, long counter) {
		ByteBuffer buffer = ByteBuffer.allocate(FIXED);
		put(buffer, userId.value());
		put(buffer, sessionId.value());
		return buffer.putLong(counter).array();
	}

	String encode() {
		byte[] named = named(this.userId, this.sessionId, this.counter);
		byte[] all = ByteBuffer.allocate(named.length + this.mac.length).put(named).put(this.mac).array();
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
