package dev.rollcall.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the relay counts.
 */
final class OutboxMetrics {

	private final Counter published;

	private final Counter failures;

	private final Counter parked;

	OutboxMetrics(MeterRegistry meters) {
		this.published = Counter.builder("rollcall.outbox.published")
			.description("Messages that Kafka has committed")
			.register(meters);
		this.failures = Counter.builder("rollcall.outbox.failures")
			.description("Attempts to take over, publish or sweep that failed and are repeated")
			.register(meters);
		this.parked = Counter.builder("rollcall.outbox.parked")
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
		this.parked.increment();
	}

}
