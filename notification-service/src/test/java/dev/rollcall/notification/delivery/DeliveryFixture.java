package dev.rollcall.notification.delivery;

import java.time.Instant;

import dev.rollcall.notification.template.Template;

/**
 * Deliveries for tests.
 */
final class DeliveryFixture {

	private static final String EVENT_ID = "0193f3a2-0000-7000-8000-000000000001";

	private static final String USER_ID = "0193f3a2-0000-7000-8000-000000000002";

	private DeliveryFixture() {
	}

	static DeliveryKey key(Channel channel) {
		return new DeliveryKey(EVENT_ID, Template.WELCOME, channel, DeliveryKey.Role.SELF);
	}

	static Delivery mailTo(String address) {
		return mailTo(address, "Ada");
	}

	static Delivery mailTo(String address, String displayName) {
		return new Delivery(key(Channel.MAIL), new Recipient(USER_ID, address, displayName),
				Instant.parse("2026-11-01T12:00:00Z"));
	}

	static DueDelivery leased(String owner, long beat) {
		return new DueDelivery(mailTo("ada@example.com"), 1, Instant.parse("2026-11-04T12:00:00Z"), owner, beat, null,
				null);
	}

}
