package dev.rollcall.projection;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of one consumer.
 */
final class ConsumerMeters {

	private static final String PREFIX = "rollcall.projection.";

	private static final String CONSUMER = "consumer";

	private final Counter applied;

	private final Counter duplicates;

	private final Counter gaps;

	private final Counter unknown;

	private final Counter deadLetters;

	private final Counter redriven;

	private final Counter replayed;

	private final Counter retries;

	private final Counter restarts;

	ConsumerMeters(MeterRegistry registry, String consumer, Supplier<ConsumerStatus> status) {
		this.applied = counter(registry, consumer, "applied", "Records applied");
		this.duplicates = counter(registry, consumer, "duplicates", "Records at or below the stored version");
		this.gaps = counter(registry, consumer, "gaps", "Records beyond the next version");
		this.unknown = counter(registry, consumer, "unknown", "Records of types that this consumer has no class for");
		this.deadLetters = counter(registry, consumer, "dead.letters", "Records moved to a dead-letter topic");
		this.redriven = counter(registry, consumer, "redriven", "Dead letters applied again");
		this.replayed = counter(registry, consumer, "replayed", "Replayed records skipped by an effect");
		this.retries = counter(registry, consumer, "retries", "Failed attempts to apply a batch");
		this.restarts = counter(registry, consumer, "restarts", "Restarts after an unexpected stop");
		Gauge.builder(PREFIX + "lag", () -> status.get().lag())
			.description("Records not yet applied in the partitions assigned here, as of the last fetch")
			.tag(CONSUMER, consumer)
			.register(registry);
		Gauge.builder(PREFIX + "retry.time", () -> status.get().retrySeconds())
			.description("How long the current batch has been failing; 0 if it does not")
			.baseUnit("seconds")
			.tag(CONSUMER, consumer)
			.register(registry);
	}

	private static Counter counter(MeterRegistry registry, String consumer, String name, String description) {
		return Counter.builder(PREFIX + name).description(description).tag(CONSUMER, consumer).register(registry);
	}

	void applied(int count) {
		this.applied.increment(count);
	}

	void duplicates(int count) {
		this.duplicates.increment(count);
	}

	void gaps(int count) {
		this.gaps.increment(count);
	}

	void unknown() {
		this.unknown.increment();
	}

	void deadLetter() {
		this.deadLetters.increment();
	}

	void redriven() {
		this.redriven.increment();
	}

	void replayed() {
		this.replayed.increment();
	}

	void retried() {
		this.retries.increment();
	}

	void restarted() {
		this.restarts.increment();
	}

}
