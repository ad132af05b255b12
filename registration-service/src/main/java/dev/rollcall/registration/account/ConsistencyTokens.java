package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

import com.google.crypto.tink.Mac;

import org.springframework.stereotype.Component;

/**
 * Makes the tokens by which session-service knows how much of an account it must have
 * seen before it may say that a sign-in is wrong.
 */
@Component
public final class ConsistencyTokens {

	/** The header that carries a token. */
	public static final String HEADER = "Rollcall-Consistency";

	private static final int FIXED_BYTES = 5 * Long.BYTES;

	private static final byte[] TOKEN = "token:".getBytes(StandardCharsets.UTF_8);

	private static final byte[] EMAIL = "email:".getBytes(StandardCharsets.UTF_8);

	private final Mac mac;

	private final AccountProperties properties;

	private final Clock clock;

	ConsistencyTokens(Mac consistencyMac, AccountProperties properties, Clock clock) {
		this.mac = consistencyMac;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Makes the token of an account as it is now.
	 * @param account the account
	 * @return payload and MAC, each in base64url, joined by a dot
	 */
	public String of(Account account) {
		byte[] payload = payload(account);
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		return base64.encodeToString(payload) + "." + base64.encodeToString(mac(TOKEN, payload));
	}

	private byte[] payload(Account account) {
		UUID userId = account.id().value();
		byte[] email = mac(EMAIL, account.email().value().canonical().getBytes(StandardCharsets.UTF_8));
		return ByteBuffer.allocate(FIXED_BYTES + email.length)
			.putLong(userId.getMostSignificantBits())
			.putLong(userId.getLeastSignificantBits())
			.putLong(account.version())
			.putLong(account.credential().version())
			.putLong(this.clock.instant().plus(this.properties.consistency()).getEpochSecond())
			.put(email)
			.array();
	}

	private byte[] mac(byte[] purpose, byte[] data) {
		byte[] input = ByteBuffer.allocate(purpose.length + data.length).put(purpose).put(data).array();
		try {
			return this.mac.computeMac(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A consistency token could not be made", ex);
		}
	}

}
