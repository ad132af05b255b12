package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.Optional;

import dev.rollcall.notification.preference.Preferences;
import dev.rollcall.notification.recipient.Contacts;

import org.springframework.stereotype.Component;

/**
 * Whom mails go to, and whether they want them. Blocks; called on a sender's thread.
 */
@Component
final class Recipients {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Contacts contacts;

	private final Preferences preferences;

	Recipients(Contacts contacts, Preferences preferences) {
		this.contacts = contacts;
		this.preferences = preferences;
	}

	boolean want(Delivery delivery) {
		return !Boolean.FALSE
			.equals(this.preferences.want(delivery.recipient().userId(), delivery.template()).block(LIMIT));
	}

	/**
	 * Completes a delivery whose event did not say where the recipient is reached.
	 * @return the delivery; empty if that is not known yet
	 */
	Optional<Delivery> complete(Delivery delivery) {
		Recipient recipient = delivery.recipient();
		if (recipient.isKnown()) {
			return Optional.of(delivery);
		}
		return this.contacts.find(recipient.userId())
			.map((contact) -> delivery.to(new Recipient(recipient.userId(), contact.address(), contact.displayName())))
			.blockOptional(LIMIT);
	}

}
