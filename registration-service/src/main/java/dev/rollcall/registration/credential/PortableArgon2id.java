package dev.rollcall.registration.credential;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id in Java, for platforms without the native library. Creates the same strings.
 */
final class PortableArgon2id implements Argon2id {

	private final Argon2PasswordEncoder encoder;

	PortableArgon2id(CredentialProperties properties) {
		this.encoder = new Argon2PasswordEncoder(CredentialProperties.SALT_BYTES, CredentialProperties.HASH_BYTES,
				properties.parallelism(), properties.memoryKiB(), properties.iterations());
	}

	@Override
	public boolean matches(String hash, Password password) {
		return this.encoder.matches(password.value(), hash);
	}

	@Override
	public String hash(Password password) {
		String hash = this.encoder.encode(password.value());
		if (hash == null) {
			throw new IllegalStateException("The text is not an Argon2id hash");
		}
		return hash;
	}

}
