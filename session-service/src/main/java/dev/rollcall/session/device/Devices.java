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
 * Knows devices again by a token that they keep: the device's id and a MAC over user and
 * device, each in base64url, joined by a dot. Nothing is stored, and a token is of use to
 * its user only. It opens nothing; it says that whoever guesses at the password from
 * elsewhere must not keep the owner out.
 */
@Component
public final class Devices {

	/** The header that carries a device's token. */
	public static final String HEADER = "Rollcall-Device";

	private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{20,100})");

	private static final int ID_BYTES = 16;

	private final SecureRandom random = new SecureRandom();

	private final Mac mac;

	Devices(Keys keys) {
		this.mac = keys.device();
	}

	/**
	 * Reads a device's token.
	 * @param userId who signs in
	 * @param token what the device has sent
	 * @return the device; empty if it is not known to be the user's
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
	 * Makes a device known.
	 * @param userId who has signed in on it
	 * @return the token that it is to keep
	 */
	public String know(UserId userId) {
		byte[] id = new byte[ID_BYTES];
		this.random.nextBytes(id);
		return token(userId, new KnownDevice(encoded(id)));
	}

	/**
	 * Returns the token of a device that is known.
	 * @param userId who has signed in on it
	 * @param device the device
	 * @return the token that it is to keep
	 */
	public String token(UserId userId, KnownDevice device) {
		try {
			return device.id() + "." + encoded(this.mac.computeMac(data(userId, device.id())));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("rollcall.keys.device makes no MAC", ex);
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
