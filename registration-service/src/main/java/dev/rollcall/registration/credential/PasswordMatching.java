package dev.rollcall.registration.credential;

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

	/**
	 * Verifies the normal form and, because of older and imported hashes, the typed one.
	 */
	boolean matches(String hash, Password password) {
		return PasswordHash.parse(hash)
			.filter((parsed) -> password.forms().anyMatch((form) -> matches(parsed, form)))
			.isPresent();
	}

	private boolean matches(PasswordHash hash, Password password) {
		if (hash instanceof PasswordHash.Pbkdf2 pbkdf2) {
			return pbkdf2.matches(password.value());
		}
		return (hash instanceof PasswordHash.Bcrypt) ? this.bcrypt.matches(password.value(), hash.encoded())
				: this.argon2id.matches(hash.encoded(), password);
	}

}
