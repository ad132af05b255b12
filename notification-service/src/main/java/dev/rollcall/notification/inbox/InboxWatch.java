package dev.rollcall.notification.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Watches the inboxes of the users who have a stream open, with one query a second for
 * all of them. It does not matter which instance made a delivery. While the store fails,
 * streams stay open and catch up later.
 */
@Component
final class InboxWatch {

	private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

	/** An Error on the driver's thread gives no result at all. */
	private static final Duration POLL_TIMEOUT = Duration.ofSeconds(10);

	private final Inboxes inboxes;

	/** The users, with the number of their streams. */
	private final Map<String, Integer> watched = new ConcurrentHashMap<>();

	private final Flux<Map<String, Long>> polls;

	InboxWatch(Inboxes inboxes) {
		this.inboxes = inboxes;
		this.polls = Flux.interval(Duration.ZERO, POLL_INTERVAL)
			.onBackpressureDrop()
			.concatMap((poll) -> poll(), 0)
			.share();
	}

	/**
	 * Returns the user's notifications after each push.
	 * @param known the number of pushes that the caller has read
	 */
	Flux<List<Notification>> changes(String userId, long known) {
		return Flux
			.using(() -> this.watched.merge(userId, 1, Integer::sum), (count) -> this.polls,
					(count) -> this.watched.computeIfPresent(userId,
							(id, streams) -> (streams > 1) ? streams - 1 : null))
			.mapNotNull((pushes) -> pushes.get(userId))
			.startWith(known)
			.distinctUntilChanged()
			.skip(1)
			.concatMap(
					(pushes) -> this.inboxes.find(userId).retryWhen(Retry.fixedDelay(Long.MAX_VALUE, POLL_INTERVAL)));
	}

	private Mono<Map<String, Long>> poll() {
		return this.inboxes.pushes(Set.copyOf(this.watched.keySet())).timeout(POLL_TIMEOUT).onErrorComplete();
	}

}
