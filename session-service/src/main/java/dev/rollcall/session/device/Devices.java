package dev.rollcall.session.device;

import java.security.GeneralSecurityException;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.key.Keys;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Recognises devices by the token that they keep. Attempts from a known device have
 * limits of their own, so that an attacker elsewhere cannot lock out the owner.
 */
@Component
public final class Devices {

	private final Mac mac;

	Devices(Keys keys) {
		this.mac = keys.device();
	}

	/**
	 * Finds the device of a token.
	 * @return empty if the token is invalid, of another user or of another password
	 */
	public Optional<KnownDevice> find(UserId userId, long passwordVersion, @Nullable String token) {
		return Optional.ofNullable(token)
			.flatMap(DeviceToken::read)
			.filter((claim) -> isGenuine(new DeviceToken(userId, claim.device(), passwordVersion), claim.mac()))
			.map((claim) -> new KnownDevice(claim.device()));
	}

	/**
	 * Creates a device with a random id.
	 */
	public KnownDevice create() {
		return new KnownDevice(DeviceToken.newDevice());
	}

	/**
	 * Returns the token for a device to keep.
	 */
	public String token(UserId userId, long passwordVersion, KnownDevice device) {
		DeviceToken token = new DeviceToken(userId, device.id(), passwordVersion);
		try {
			return token.text(this.mac.computeMac(token.macInput()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.device failed", ex);
		}
	}

	private boolean isGenuine(DeviceToken token, byte[] mac) {
		try {
			this.mac.verifyMac(mac, token.macInput());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
