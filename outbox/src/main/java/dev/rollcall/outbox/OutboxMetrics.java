package dev.rollcall.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the relay counts.
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
			.description("Attempts to take over, publish or sweep that failed and are repeated")
			.register(meters);
		this.refused = Counter.builder("rollcall.outbox.refused")
			.description("Times that a document was parked because of a message that can never be sent")
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
