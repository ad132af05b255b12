package dev.rollcall.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The relay's counters.
 */
final class OutboxMetrics {

	private final Counter published;

	private final Counter failures;

	private final Counter refused;

	OutboxMetrics(MeterRegistry meters) {
		this.published = Counter.builder("rollcall.outbox.published")
			.description("Messages that Kafka has committed")
			.register(meters);
		this.failures = Counter.builder("rollcall.outbox.failures")
			.description("Failed attempts to take over, publish or sweep; they are repeated")
			.register(meters);
		this.refused = Counter.builder("rollcall.outbox.refused")
			.description("Documents parked because of a message that can never be sent")
			.register(meters);
	}

	void published(int messages) {
		this.published.increment(messages);
	}

	void failed() {
		this.failures.increment();
	}

	void parked() {
		this.refused.increment();
	}

}
