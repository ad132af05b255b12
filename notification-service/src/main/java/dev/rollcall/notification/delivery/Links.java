package dev.rollcall.notification.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.AssociatedData;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Opens sealed tokens and builds the links that contain them.
 */
@Component
final class Links {

	private final Aead aead;

	private final LinkSettings settings;

	Links(Aead notificationAead, LinkSettings settings) {
		this.aead = notificationAead;
		this.settings = settings;
	}

	/**
	 * Builds the link of a delivery.
	 * @return null if the delivery has no link
	 * @throws Unreadable if no configured key opens the token
	 */
	@Nullable String open(Delivery delivery) {
		SealedLink link = delivery.link();
		if (link == null) {
			return null;
		}
		byte[] associated = AssociatedData.linkToken(UUID.fromString(delivery.recipient().userId()),
				UUID.fromString(delivery.key().eventId()));
		try {
			byte[] token = this.aead.decrypt(link.token(), associated);
			return page(delivery) + "?token=" + new String(token, StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException ex) {
			throw new Unreadable();
		}
	}

	private URI page(Delivery delivery) {
		return switch (delivery.template()) {
			case EMAIL_CHANGE -> this.settings.change();
			case EMAIL_CHANGED -> this.settings.undo();
			case PASSWORD_RESET, REGISTRATION_ATTEMPTED -> this.settings.recovery();
			default -> this.settings.verification();
		};
	}

	/**
	 * Thrown when no configured key opens a token.
	 */
	static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Unreadable() {
			super("No configured key opens the sealed token", null, false, false);
		}

	}

}
