package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import dev.rollcall.schemas.OpaqueString;
import dev.rollcall.schemas.PasswordHash;

import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Verifies passwords against hashes of every kind and replaces hashes whose kind or
 * parameters are not current. Blocks.
 */
final class PasswordMatching {

	private final Argon2id argon2id;

	private final PasswordHash.Argon2id current;

	private final SecureRandom random = new SecureRandom();

	/**
	 * Creates it.
	 * @param current a hash with the current parameters
	 */
	PasswordMatching(Argon2id argon2id, PasswordHash.Argon2id current) {
		this.argon2id = argon2id;
		this.current = current;
	}

	/**
	 * Returns the form of the password that matches. A wrong password costs as many
	 * hashes as it has forms, whatever the hash, so its time does not disclose when the
	 * hash was made.
	 */
	Optional<String> match(PasswordHash hash, String typed) {
		return OpaqueString.forms(typed).filter((form) -> matches(hash, form)).findFirst();
	}

	/**
	 * Returns the hash of the normal form that replaces this one.
	 * @param matched the form that matched
	 * @return empty if the hash is current, or if another password than the matched one
	 * may be the right one
	 */
	Optional<PasswordHash> upgrade(PasswordHash hash, String matched) {
		String normal = OpaqueString.normalize(matched);
		return (!hash.readsAll(matched) || (isCurrent(hash) && normal.equals(matched))) ? Optional.empty()
				: Optional.of(hash(normal));
	}

	private boolean isCurrent(PasswordHash hash) {
		return hash instanceof PasswordHash.Argon2id argon && argon.isLike(this.current);
	}

	private boolean matches(PasswordHash hash, String password) {
		if (hash instanceof PasswordHash.Pbkdf2 pbkdf2) {
			return pbkdf2.matches(password);
		}
		byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
		try {
			return (hash instanceof PasswordHash.Argon2id argon) ? this.argon2id.verify(argon, bytes)
					: BCrypt.checkpw(bytes, hash.encoded());
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private PasswordHash hash(String password) {
		byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
		byte[] salt = new byte[this.current.salt().length];
		this.random.nextBytes(salt);
		try {
			return this.argon2id.hash(this.current, salt, bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

}
