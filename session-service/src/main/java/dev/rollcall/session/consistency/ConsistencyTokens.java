package dev.rollcall.session.consistency;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.EmailAddress;

/**
 * Reads consistency tokens. Ignores a token that is malformed, forged, expired or for
 * another address.
 */
final class ConsistencyTokens {

	private static final int MAX_LENGTH = 512;

	private final Mac mac;

	private final Clock clock;

	ConsistencyTokens(Mac mac, Clock clock) {
		this.mac = mac;
		this.clock = clock;
	}

	Optional<ConsistencyToken> read(String text, EmailAddress email) {
		int dot = text.indexOf('.');
		if (dot < 0 || text.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		try {
			byte[] payload = Base64.getUrlDecoder().decode(text.substring(0, dot));
			byte[] tag = Base64.getUrlDecoder().decode(text.substring(dot + 1));
			this.mac.verifyMac(tag, ConsistencyToken.macInput(payload));
			return ConsistencyToken.decode(payload)
				.filter((token) -> token.expiresAt().isAfter(this.clock.instant()))
				.filter((token) -> names(token, email));
		}
		catch (IllegalArgumentException | GeneralSecurityException ex) {
			return Optional.empty();
		}
	}

	private boolean names(ConsistencyToken token, EmailAddress email) {
		try {
			this.mac.verifyMac(token.emailMac(), ConsistencyToken.macInput(email));
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
