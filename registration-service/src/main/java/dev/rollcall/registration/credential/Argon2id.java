package dev.rollcall.registration.credential;

import org.slf4j.LoggerFactory;

/**
 * Argon2id, by whichever implementation runs here.
 */
interface Argon2id {

	/**
	 * Hashes with a new random salt. Takes tens of milliseconds of a processor.
	 * @param password the password
	 * @return the PHC string
	 */
	String hash(Password password);

	/**
	 * Verifies a password, whatever parameters the hash was made with.
	 * @param hash the PHC string
	 * @param password the password
	 * @return whether it is the one
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
