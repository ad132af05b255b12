package dev.rollcall.registration.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Verifies passwords against hashes of every kind that is taken.
 */
final class PasswordMatching {

	private final Argon2id argon2id;

	private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

	PasswordMatching(Argon2id argon2id) {
		this.argon2id = argon2id;
	}

	boolean matches(String hash, Password password) {
		Matcher pbkdf2 = EncodedHash.PBKDF2.matcher(hash);
		if (pbkdf2.matches()) {
			return pbkdf2(pbkdf2, password);
		}
		return EncodedHash.BCRYPT.matcher(hash).matches() ? this.bcrypt.matches(password.value(), hash)
				: this.argon2id.matches(hash, password);
	}

	/** PBKDF2 with HMAC, RFC 8018; Java takes the characters as UTF-8. */
	private static boolean pbkdf2(Matcher hash, Password password) {
		byte[] expected = Base64.getDecoder().decode(hash.group(4));
		PBEKeySpec keys = new PBEKeySpec(password.value().toCharArray(), Base64.getDecoder().decode(hash.group(3)),
				Integer.parseInt(hash.group(2)), expected.length * Byte.SIZE);
		try {
			String algorithm = "PBKDF2WithHmac" + (hash.group(1).equals("sha256") ? "SHA256" : "SHA512");
			return MessageDigest.isEqual(expected,
					SecretKeyFactory.getInstance(algorithm).generateSecret(keys).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no PBKDF2", ex);
		}
		finally {
			keys.clearPassword();
		}
	}

}
