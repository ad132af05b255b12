package dev.rollcall.registration.account;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.ConsistencyToken;

import org.springframework.stereotype.Component;

/**
 * Creates the consistency tokens of accounts. Session-service reads them.
 */
@Component
public final class ConsistencyTokens {

	private final Mac mac;

	private final AccountProperties properties;

	private final Clock clock;

	ConsistencyTokens(Mac consistencyMac, AccountProperties properties, Clock clock) {
		this.mac = consistencyMac;
		this.properties = properties;
		this.clock = clock;
	}

	/** Returns the token of an account in its current state. */
	public String of(Account account) {
		byte[] payload = token(account).payload();
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		return base64.encodeToString(payload) + "." + base64.encodeToString(mac(ConsistencyToken.macInput(payload)));
	}

	private ConsistencyToken token(Account account) {
		return new ConsistencyToken(account.id(), account.version(), account.credential().version(),
				this.clock.instant().plus(this.properties.consistency()),
				mac(ConsistencyToken.macInput(account.email().value())));
	}

	private byte[] mac(byte[] input) {
		try {
			return this.mac.computeMac(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.consistency failed", ex);
		}
	}

}
