package dev.rollcall.notification.delivery;

import java.time.Instant;

import dev.rollcall.notification.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * Something that has to reach a user, once.
 *
 * @param id the {@linkplain DeliveryKey#id() id} of its key
 * @param key what it is
 * @param recipient whom it is for
 * @param occurredAt when what it tells of happened
 * @param link the link in it; null where there is none
 */
record Delivery(String id, DeliveryKey key, Recipient recipient, Instant occurredAt, @Nullable SealedLink link) {

	Delivery(DeliveryKey key, Recipient recipient, Instant occurredAt) {
		this(key, recipient, occurredAt, null);
	}

	Delivery(DeliveryKey key, Recipient recipient, Instant occurredAt, @Nullable SealedLink link) {
		this(key.id(), key, recipient, occurredAt, link);
	}

	Delivery to(Recipient known) {
		return new Delivery(this.id, this.key, known, this.occurredAt, this.link);
	}

	Template template() {
		return this.key.template();
	}

}
