package dev.rollcall.notification.delivery;

import java.time.Instant;

import dev.rollcall.notification.inbox.Inboxes;
import dev.rollcall.notification.preference.Preferences;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Erases the personal data of deleted users, and of strangers from an account. The
 * outcomes of their deliveries stay, without personal data.
 */
@Component
final class Erasure {

	private final Deliveries deliveries;

	private final Inboxes inboxes;

	private final Preferences preferences;

	Erasure(Deliveries deliveries, Inboxes inboxes, Preferences preferences) {
		this.deliveries = deliveries;
		this.inboxes = inboxes;
		this.preferences = preferences;
	}

	/**
	 * Erases what a stranger may have left in an account, until the owner of its address
	 * recovered it.
	 */
	Mono<Void> eraseUntil(String userId, Instant recovered) {
		return this.preferences.erase(userId, recovered);
	}

	Mono<Void> erase(String userId) {
		return Mono.when(this.deliveries.erase(userId), this.inboxes.erase(userId), this.preferences.erase(userId));
	}

}
