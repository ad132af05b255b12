package dev.rollcall.registration.account;

import java.security.GeneralSecurityException;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.DeviceToken;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Creates the tokens of known devices. Session-service reads them: on a known device the
 * owner signs in, however many strangers guess at the account.
 */
@Component
public final class DeviceTokens {

	private final Mac mac;

	DeviceTokens(Mac deviceMac) {
		this.mac = deviceMac;
	}

	/** Returns the token of a new device, valid with the account's current password. */
	public String of(Account account) {
		return token(account, DeviceToken.newDevice());
	}

	/**
	 * Returns the token of the same device for a new password.
	 * @param text the token that the device presents; null if none
	 * @return empty if it was not valid with the former password
	 */
	Optional<String> renewed(Account before, Account after, @Nullable String text) {
		return Optional.ofNullable(text)
			.flatMap(DeviceToken::read)
			.filter((claim) -> isGenuine(claim, before))
			.map((claim) -> token(after, claim.device()));
	}

	private boolean isGenuine(DeviceToken.Claim claim, Account account) {
		try {
			this.mac.verifyMac(claim.mac(), of(account, claim.device()).macInput());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private String token(Account account, String device) {
		DeviceToken token = of(account, device);
		try {
			return token.text(this.mac.computeMac(token.macInput()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.device failed", ex);
		}
	}

	private static DeviceToken of(Account account, String device) {
		return new DeviceToken(account.id(), device, account.credential().passwordVersion());
	}

}
