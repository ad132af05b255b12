package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.AssociatedData;
import org.springframework.stereotype.Component;

/**
 * Seals a hash for the topic of credentials. It opens only with the key and only for the
 * same user and version. Empty text stands for an account without a password.
 */
@Component
public final class CredentialSealer {

	private final Aead aead;

	CredentialSealer(Aead credentialAead) {
		this.aead = credentialAead;
	}

	/**
	 * Seals the hash of a credential.
	 */
	public byte[] seal(UUID userId, Credential credential) {
		String hash = credential.hash();
		try {
			return this.aead.encrypt(((hash != null) ? hash : "").getBytes(StandardCharsets.UTF_8),
					AssociatedData.credential(userId, credential.version()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Encrypting a credential with rollcall.keys.credential failed", ex);
		}
	}

	/**
	 * Opens a sealed credential.
	 * @return the credential; empty if no configured key opens it
	 */
	public Optional<Credential> open(UUID userId, long version, long passwordVersion, byte[] sealed) {
		return open(sealed, AssociatedData.credential(userId, version))
			.map((hash) -> new Credential(version, passwordVersion, hash.isEmpty() ? null : hash));
	}

	/**
	 * Opens a new hash that session-service sealed.
	 * @return the encoded hash; empty if no configured key opens it
	 */
	public Optional<String> openUpgrade(UUID userId, long version, byte[] sealed) {
		return open(sealed, AssociatedData.credentialUpgrade(userId, version));
	}

	private Optional<String> open(byte[] sealed, byte[] associated) {
		try {
			return Optional.of(new String(this.aead.decrypt(sealed, associated), StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			return Optional.empty();
		}
	}

}
