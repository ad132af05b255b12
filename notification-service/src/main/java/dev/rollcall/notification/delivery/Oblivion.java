package dev.rollcall.notification.delivery;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.preference.Preferences;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Forgets users who are no more. What is kept of their deliveries names nobody.
 */
@Component
final class Oblivion {

	private final Deliveries deliveries;

	private final Inboxes inboxes;

	private final Preferences preferences;

	Oblivion(Deliveries deliveries, Inboxes inboxes, Preferences preferences) {
		this.deliveries = deliveries;
		this.inboxes = inboxes;
		this.preferences = preferences;
	}

	Mono<Void> forget(String userId) {
		return Mono.when(this.deliveries.forget(userId), this.inboxes.forget(userId), this.preferences.forget(userId));
	}

}
