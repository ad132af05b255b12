package dev.rollcall.outbox;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/**
 * Shows the state of the relay and what it waits for. Always up: a service without a
 * broker still accepts commands and must stay ready.
 */
final class OutboxHealthIndicator implements ReactiveHealthIndicator {

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
		Health.Builder health = Health.up().withDetail("slots", this.relay.owned().stream().sorted().toList());
		String trouble = this.relay.trouble();
		if (trouble != null) {
			health.withDetail("waitsFor", trouble);
		}
		Map<Integer, String> waiting = this.relay.waiting();
		if (!waiting.isEmpty()) {
			health.withDetail("slotsWaiting", waiting);
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
