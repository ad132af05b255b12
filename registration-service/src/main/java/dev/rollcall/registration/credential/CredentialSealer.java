package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.AssociatedData;
import org.springframework.stereotype.Component;

/**
 * Seals a hash for the topic of credentials: who reads the topic without the key learns
 * nothing, and a sealed hash moved to another user or version does not open.
 */
@Component
public final class CredentialSealer {

	private final Aead aead;

	CredentialSealer(Aead credentialAead) {
		this.aead = credentialAead;
	}

	/**
	 * Seals the hash of a credential.
	 * @param userId whose it is
	 * @param credential the credential
	 * @return key id, nonce and ciphertext
	 */
	public byte[] seal(UUID userId, Credential credential) {
		try {
			return this.aead.encrypt(credential.hash().getBytes(StandardCharsets.UTF_8),
					AssociatedData.credential(userId, credential.version()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A credential could not be sealed", ex);
		}
	}

	/**
	 * Opens what was sealed.
	 * @param userId whose it is
	 * @param version the credential's version
	 * @param sealed key id, nonce and ciphertext
	 * @return the encoded hash; empty if no key that is known here opens it
	 */
	public Optional<String> open(UUID userId, long version, byte[] sealed) {
		return open(sealed, AssociatedData.credential(userId, version));
	}

	/**
	 * Opens what session-service sealed to take the place of a hash.
	 * @param userId whose it is
	 * @param version the version of the credential whose place it takes
	 * @param sealed key id, nonce and ciphertext
	 * @return the encoded hash; empty if no key that is known here opens it
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
