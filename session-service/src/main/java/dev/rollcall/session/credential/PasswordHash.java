package dev.rollcall.session.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * The hash of a password, of a kind that is verified here. One that would cost more than
 * a sign-in may cost is of none.
 */
sealed interface PasswordHash {

	/**
	 * Reads a hash.
	 * @param encoded the encoded hash
	 * @return the hash; empty if it is of no kind that is verified here
	 */
	static Optional<PasswordHash> parse(String encoded) {
		return Argon2idHash.parse(encoded)
			.<PasswordHash>map(Argon2id::new)
			.or(() -> Pbkdf2.parse(encoded))
			.or(() -> Bcrypt.parse(encoded));
	}

	/**
	 * Argon2id, as registration-service makes it.
	 *
	 * @param hash the hash
	 */
	record Argon2id(Argon2idHash hash) implements PasswordHash {
	}

	/**
	 * bcrypt, as other systems have it.
	 *
	 * @param encoded the encoded hash
	 */
	record Bcrypt(String encoded) implements PasswordHash {

		private static final Pattern ENCODED = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

		static Optional<PasswordHash> parse(String encoded) {
			return ENCODED.matcher(encoded).matches() ? Optional.of(new Bcrypt(encoded)) : Optional.empty();
		}

		boolean matches(byte[] password) {
			return BCrypt.checkpw(password, this.encoded);
		}

	}

	/**
	 * PBKDF2 with HMAC (RFC 8018), as other systems have it:
	 * {@code $pbkdf2-sha256$i=iterations$salt$hash}, also sha512.
	 *
	 * @param algorithm Java's name of it
	 * @param iterations how many
	 * @param salt the salt
	 * @param hash the hash itself
	 */
	record Pbkdf2(String algorithm, int iterations, byte[] salt, byte[] hash) implements PasswordHash {

		private static final Pattern ENCODED = Pattern
			.compile("\\$pbkdf2-(sha256|sha512)\\$i=(\\d{1,7})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

		private static final int MOST_ITERATIONS = 2_000_000;

		static Optional<PasswordHash> parse(String encoded) {
			Matcher parts = ENCODED.matcher(encoded);
			if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_ITERATIONS) {
				return Optional.empty();
			}
			try {
				return Optional.of(new Pbkdf2("PBKDF2WithHmac" + parts.group(1).toUpperCase(Locale.ROOT),
						Integer.parseInt(parts.group(2)), Base64.getDecoder().decode(parts.group(3)),
						Base64.getDecoder().decode(parts.group(4))));
			}
			catch (IllegalArgumentException ex) {
				return Optional.empty();
			}
		}

		boolean matches(String password) {
			PBEKeySpec keys = new PBEKeySpec(password.toCharArray(), this.salt, this.iterations,
					this.hash.length * Byte.SIZE);
			try {
				return MessageDigest.isEqual(this.hash,
						SecretKeyFactory.getInstance(this.algorithm).generateSecret(keys).getEncoded());
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException("This Java has no PBKDF2", ex);
			}
			finally {
				keys.clearPassword();
			}
		}

		@Override
		public String toString() {
			return "Pbkdf2[iterations=%d]".formatted(this.iterations);
		}

	}

}
