package dev.rollcall.session.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.rollcall.schemas.PasswordHash;

/**
 * Verifies passwords against PBKDF2 hashes.
 */
final class Pbkdf2 {

	private Pbkdf2() {
	}

	static boolean verify(PasswordHash.Pbkdf2 expected, String password) {
		PBEKeySpec keys = new PBEKeySpec(password.toCharArray(), expected.salt(), expected.iterations(),
				expected.hash().length * Byte.SIZE);
		try {
			String algorithm = "PBKDF2WithHmac" + expected.digest().toUpperCase(Locale.ROOT);
			return MessageDigest.isEqual(expected.hash(),
					SecretKeyFactory.getInstance(algorithm).generateSecret(keys).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK does not support PBKDF2", ex);
		}
		finally {
			keys.clearPassword();
		}
	}

}
