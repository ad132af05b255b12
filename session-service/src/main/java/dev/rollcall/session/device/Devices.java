package dev.rollcall.session.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.key.Keys;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Recognises devices by a token that they keep: the device's id and a MAC over user and
 * device, each in base64url, joined by a dot. The service stores nothing, and a token is
 * valid for one user. It grants no access: attempts from a known device have a limit of
 * their own, so that an attacker elsewhere cannot lock out the owner.
 */
@Component
public final class Devices {

	/** The header with the device's token. */
	public static final String HEADER = "Rollcall-Device";

	private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{20,100})");

	private static final int ID_BYTES = 16;

	private final SecureRandom random = new SecureRandom();

	private final Mac mac;

	Devices(Keys keys) {
		this.mac = keys.device();
	}

	/**
	 * Finds the device of a token.
	 * @return empty if the token is invalid or of another user
	 */
	public Optional<KnownDevice> find(UserId userId, @Nullable String token) {
		Matcher parts = TOKEN.matcher((token != null) ? token : "");
		if (!parts.matches()) {
			return Optional.empty();
		}
		try {
			this.mac.verifyMac(Base64.getUrlDecoder().decode(parts.group(2)), data(userId, parts.group(1)));
			return Optional.of(new KnownDevice(parts.group(1)));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Creates a device with a random id.
	 */
	public KnownDevice create() {
		byte[] id = new byte[ID_BYTES];
		this.random.nextBytes(id);
		return new KnownDevice(encoded(id));
	}

	/**
	 * Returns the token for a device to keep.
	 */
	public String token(UserId userId, KnownDevice device) {
		try {
			return device.id() + "." + encoded(this.mac.computeMac(data(userId, device.id())));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.device failed", ex);
		}
	}

	private static byte[] data(UserId userId, String device) {
		UUID user = userId.value();
		byte[] id = device.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(2 * Long.BYTES + id.length)
			.putLong(user.getMostSignificantBits())
			.putLong(user.getLeastSignificantBits())
			.put(id)
			.array();
	}

	private static String encoded(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
