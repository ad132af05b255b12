package dev.rollcall.notification.delivery;

import java.time.Instant;

import dev.rollcall.notification.template.Occurrences;
import dev.rollcall.notification.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A message that must reach a user once.
 *
 * @param id the {@linkplain DeliveryKey#id() id} of its key
 * @param occurredAt time of the event that caused it
 * @param link null if it contains no link
 * @param occurrences this event, and those that are combined with it
 */
record Delivery(String id, DeliveryKey key, Recipient recipient, Instant occurredAt, @Nullable SealedLink link,
		Occurrences occurrences) {

	Delivery(DeliveryKey key, Recipient recipient, Instant occurredAt) {
		this(key, recipient, occurredAt, null);
	}

	Delivery(DeliveryKey key, Recipient recipient, Instant occurredAt, @Nullable SealedLink link) {
		this(key.id(), key, recipient, occurredAt, link);
	}

	Delivery(String id, DeliveryKey key, Recipient recipient, Instant occurredAt, @Nullable SealedLink link) {
		this(id, key, recipient, occurredAt, link, Occurrences.one(occurredAt));
	}

	Delivery to(Recipient known) {
		return new Delivery(this.id, this.key, known, this.occurredAt, this.link, this.occurrences);
	}

	Delivery about(Occurrences all) {
		return new Delivery(this.id, this.key, this.recipient, this.occurredAt, this.link, all);
	}

	Template template() {
		return this.key.template();
	}

}
