package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;

import dev.rollcall.schemas.Topic;
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
		String associated = Topic.USER_CREDENTIALS.name() + "/" + userId + "/" + credential.version();
		try {
			return this.aead.encrypt(credential.hash().getBytes(StandardCharsets.UTF_8),
					associated.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A credential could not be sealed", ex);
		}
	}

}
