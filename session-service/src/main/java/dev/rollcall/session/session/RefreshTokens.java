package dev.rollcall.session.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.UserId;

/**
 * Derives and verifies refresh tokens. The same session and number give the same token:
 * none is stored, and a client that lost an answer gets the same token again.
 */
final class RefreshTokens {

	private final Mac mac;

	RefreshTokens(Mac mac) {
		this.mac = mac;
	}

	RefreshToken current(UserId userId, Session session) {
		try {
			byte[] tag = this.mac.computeMac(data(userId, session, session.counter()));
			return new RefreshToken(userId, session.id(), session.counter(), tag);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Computing a MAC with rollcall.keys.refresh failed", ex);
		}
	}

	boolean isGenuine(RefreshToken token, Session session) {
		try {
			this.mac.verifyMac(token.mac(), data(token.userId(), session, token.counter()));
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static byte[] data(UserId userId, Session session, long counter) {
		byte[] fields = RefreshToken.fields(userId, session.id(), counter);
		byte[] secret = session.secret();
		return ByteBuffer.allocate(fields.length + secret.length).put(fields).put(secret).array();
	}

}
