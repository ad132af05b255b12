package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.Optional;

import dev.rollcall.notification.preference.Preferences;
import dev.rollcall.notification.recipient.Contacts;

import org.springframework.stereotype.Component;

/**
 * Finds the address of a recipient and checks preferences. Blocks; called on a sender's
 * thread.
 */
@Component
final class Recipients {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private final Contacts contacts;

	private final Preferences preferences;

	Recipients(Contacts contacts, Preferences preferences) {
		this.contacts = contacts;
		this.preferences = preferences;
	}

	boolean want(Delivery delivery) {
		return !Boolean.FALSE
			.equals(this.preferences.want(delivery.recipient().userId(), delivery.template()).block(STORE_TIMEOUT));
	}

	/**
	 * Adds the recipient's address if the event did not contain it.
	 * @return the delivery; empty if the address is not known yet
	 */
	Optional<Delivery> complete(Delivery delivery) {
		Recipient recipient = delivery.recipient();
		if (recipient.isKnown()) {
			return Optional.of(delivery);
		}
		return this.contacts.find(recipient.userId())
			.map((contact) -> delivery.to(new Recipient(recipient.userId(), contact.address(), contact.displayName())))
			.blockOptional(STORE_TIMEOUT);
	}

}
