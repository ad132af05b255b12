package dev.rollcall.notification.delivery;

import java.time.Duration;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.inbox.Notification;
import dev.rollcall.notification.template.Content;
import dev.rollcall.notification.template.Templates;

/**
 * Puts deliveries into the users' inboxes.
 */
final class InboxChannel implements DeliveryChannel {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private final Inboxes inboxes;

	private final Templates templates;

	InboxChannel(Inboxes inboxes, Templates templates) {
		this.inboxes = inboxes;
		this.templates = templates;
	}

	@Override
	public Channel channel() {
		return Channel.IN_APP;
	}

	@Override
	public Outcome deliver(Delivery delivery) {
		Content content = this.templates.notification(delivery.template(), delivery.recipient().displayName(),
				delivery.occurrences());
		Notification notification = new Notification(delivery.id(), delivery.template().id(), content.title(),
				content.body(), delivery.occurredAt(), null);
		this.inboxes.push(delivery.recipient().userId(), notification).block(STORE_TIMEOUT);
		return Outcome.SENT;
	}

}
