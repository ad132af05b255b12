package dev.rollcall.notification.delivery;

import java.time.Instant;

import dev.rollcall.notification.template.Template;

/**
 * Something that has to reach a user, once.
 *
 * @param id the {@linkplain DeliveryKey#id() id} of its key
 * @param key what it is
 * @param recipient whom it is for
 * @param occurredAt when what it tells of happened
 */
record Delivery(String id, DeliveryKey key, Recipient recipient, Instant occurredAt) {

	Delivery(DeliveryKey key, Recipient recipient, Instant occurredAt) {
		this(key.id(), key, recipient, occurredAt);
	}

	Template template() {
		return this.key.template();
	}

}
