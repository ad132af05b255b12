package dev.rollcall.outbox;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows the state of the relay and what it waits for: {@code WAITING} if a slot has
 * failed for a minute, otherwise up. Neither makes the service unavailable: without a
 * broker it still accepts commands and must stay ready.
 */
final class OutboxHealthIndicator implements ReactiveHealthIndicator {

	private static final Status WAITING = new Status("WAITING");

	private final OutboxRelay relay;

	private final BacklogWatch watch;

	private final BlockedTopics blocked;

	OutboxHealthIndicator(OutboxRelay relay, BacklogWatch watch, BlockedTopics blocked) {
		this.relay = relay;
		this.watch = watch;
		this.blocked = blocked;
	}

	@Override
	public Mono<Health> health() {
		return Mono.fromSupplier(this::current);
	}

	private Health current() {
		Map<Integer, String> stuck = this.relay.stuck();
		Health.Builder health = Health.status(stuck.isEmpty() ? Status.UP : WAITING)
			.withDetail("slots", this.relay.owned().stream().sorted().toList());
		String trouble = this.relay.trouble();
		if (trouble != null) {
			health.withDetail("waitsFor", trouble);
		}
		Map<Integer, String> waiting = this.relay.waiting();
		if (!waiting.isEmpty()) {
			health.withDetail("slotsWaiting", waiting);
		}
		if (!stuck.isEmpty()) {
			health.withDetail("slotsStuck", stuck);
		}
		List<String> refused = this.blocked.names();
		if (!refused.isEmpty()) {
			health.withDetail("topicsRefusing", refused);
		}
		Backlog backlog = this.watch.backlog();
		if (backlog != null) {
			health.withDetail("pending", backlog.pending()).withDetail("parked", backlog.parked());
		}
		return health.build();
	}

}
