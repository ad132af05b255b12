package dev.rollcall.registration.recovery;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.Mac;
import dev.rollcall.registration.account.Account;
import dev.rollcall.schemas.DeviceToken;

import org.springframework.stereotype.Component;

/**
 * Creates tokens of new devices. Session-service reads them: whoever has reset the
 * password may sign in at once, however many strangers guess at the account.
 */
@Component
class DeviceTokens {

	private final Mac mac;

	DeviceTokens(Mac deviceMac) {
		this.mac = deviceMac;
	}

	/** Returns the token of a new device, valid with the account's current password. */
	String of(Account account) {
		DeviceToken token = new DeviceToken(account.id(), DeviceToken.newDevice(),
				account.credential().passwordVersion());
		try {
			return token.text(this.mac.computeMac(token.macInput()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.device failed", ex);
		}
	}

}
