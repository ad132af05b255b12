package dev.rollcall.registration.credential;

import org.slf4j.LoggerFactory;

/**
 * Argon2id, native or portable.
 */
interface Argon2id {

	/**
	 * Hashes with a new random salt. Takes tens of milliseconds of CPU time.
	 */
	String hash(Password password);

	/**
	 * Verifies a password with the parameters of the hash.
	 */
	boolean matches(String hash, Password password);

	static Argon2id of(CredentialProperties properties) {
		try {
			return new NativeArgon2id(properties);
		}
		catch (LinkageError ex) {
			LoggerFactory.getLogger(Argon2id.class).info("No native Argon2 here, hashing in Java: {}", ex.getMessage());
			return new PortableArgon2id(properties);
		}
	}

}
