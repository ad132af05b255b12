package dev.rollcall.registration.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.AssociatedData;

import org.springframework.stereotype.Component;

/**
 * Seals the tokens of links for notification-service. A sealed token opens only for the
 * same user and event.
 */
@Component
public final class LinkSealer {

	private final Aead aead;

	LinkSealer(Aead notificationAead) {
		this.aead = notificationAead;
	}

	/**
	 * Seals a token.
	 */
	public byte[] seal(LinkToken token, UUID eventId) {
		try {
			return this.aead.encrypt(token.text().getBytes(StandardCharsets.UTF_8),
					AssociatedData.linkToken(token.userId(), eventId));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Encrypting the token of a link with rollcall.keys.notification failed",
					ex);
		}
	}

}
