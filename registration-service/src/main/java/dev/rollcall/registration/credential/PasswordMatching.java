package dev.rollcall.registration.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.rollcall.schemas.PasswordHash;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Verifies passwords against hashes of every kind. Nothing matches a hash that sign-in
 * does not accept.
 */
final class PasswordMatching {

	private final Argon2id argon2id;

	private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

	PasswordMatching(Argon2id argon2id) {
		this.argon2id = argon2id;
	}

	boolean matches(String hash, Password password) {
		return PasswordHash.parse(hash).filter((parsed) -> matches(parsed, password)).isPresent();
	}

	private boolean matches(PasswordHash hash, Password password) {
		if (hash instanceof PasswordHash.Pbkdf2 pbkdf2) {
			return matches(pbkdf2, password);
		}
		return (hash instanceof PasswordHash.Bcrypt) ? this.bcrypt.matches(password.value(), hash.encoded())
				: this.argon2id.matches(hash.encoded(), password);
	}

	/** Java encodes the characters in UTF-8. */
	private static boolean matches(PasswordHash.Pbkdf2 hash, Password password) {
		PBEKeySpec keys = new PBEKeySpec(password.value().toCharArray(), hash.salt(), hash.iterations(),
				hash.hash().length * Byte.SIZE);
		try {
			String algorithm = "PBKDF2WithHmac" + hash.digest().toUpperCase(Locale.ROOT);
			return MessageDigest.isEqual(hash.hash(),
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
