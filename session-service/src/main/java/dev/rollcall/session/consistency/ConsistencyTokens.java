package dev.rollcall.session.consistency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.EmailAddress;

/**
 * Reads consistency tokens: {@code base64url(payload) . base64url(mac)}. One that is
 * malformed, forged, expired or of another e-mail counts as none.
 */
final class ConsistencyTokens {

	private static final int LONGEST = 512;

	private final Mac mac;

	private final Clock clock;

	ConsistencyTokens(Mac mac, Clock clock) {
		this.mac = mac;
		this.clock = clock;
	}

	Optional<ConsistencyToken> read(String text, EmailAddress email) {
		int dot = text.indexOf('.');
		if (dot < 0 || text.length() > LONGEST) {
			return Optional.empty();
		}
		try {
			byte[] payload = Base64.getUrlDecoder().decode(text.substring(0, dot));
			byte[] tag = Base64.getUrlDecoder().decode(text.substring(dot + 1));
			this.mac.verifyMac(tag, prefixed("token:", payload));
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
			this.mac.verifyMac(token.emailMac(), ("email:" + email.canonical()).getBytes(StandardCharsets.UTF_8));
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static byte[] prefixed(String prefix, byte[] payload) {
		byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
		byte[] data = new byte[start.length + payload.length];
		System.arraycopy(start, 0, data, 0, start.length);
		System.arraycopy(payload, 0, data, start.length, payload.length);
		return data;
	}

}
