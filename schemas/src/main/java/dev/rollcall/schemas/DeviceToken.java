package dev.rollcall.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a known device proves: that its user signed in or reset the password on it, under
 * the password that is still current. Its text is the device's id and a MAC, both in
 * base64url without padding, joined by a dot. The services compute the MAC; nothing is
 * stored. It grants no access.
 *
 * @param device a random id of 22 characters
 * @param passwordVersion the version of the user's password: under another one the device
 * is unknown
 */
public record DeviceToken(UserId userId, String device, long passwordVersion) {

	/** The HTTP header that carries a token. */
	public static final String HEADER = "Rollcall-Device";

	private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{20,100})");

	private static final byte[] PURPOSE = "device-token:".getBytes(StandardCharsets.US_ASCII);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int ID_BYTES = 16;

	/** Creates the id of a new device. */
	public static String newDevice() {
		byte[] id = new byte[ID_BYTES];
		RANDOM.nextBytes(id);
		return encoded(id);
	}

	/**
	 * Reads a text.
	 * @return the device that it claims to be, unverified; empty if it is malformed
	 */
	public static Optional<Claim> read(String text) {
		Matcher parts = TEXT.matcher(text);
		try {
			return parts.matches()
					? Optional.of(new Claim(parts.group(1), Base64.getUrlDecoder().decode(parts.group(2))))
					: Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns the bytes whose MAC authenticates the token: a prefix, the user id (16
	 * bytes), the password version (8 bytes, big-endian) and the device.
	 */
	public byte[] macInput() {
		byte[] id = this.device.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(PURPOSE.length + 3 * Long.BYTES + id.length)
			.put(PURPOSE)
			.putLong(this.userId.value().getMostSignificantBits())
			.putLong(this.userId.value().getLeastSignificantBits())
			.putLong(this.passwordVersion)
			.put(id)
			.array();
	}

	/**
	 * Returns the text for the device to keep.
	 * @param mac of {@link #macInput()}
	 */
	public String text(byte[] mac) {
		return this.device + "." + encoded(mac);
	}

	private static String encoded(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The content of a text.
	 */
	public record Claim(String device, byte[] mac) {
	}

}
