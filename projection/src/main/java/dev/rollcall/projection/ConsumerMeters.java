package dev.rollcall.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What one consumer counts.
 */
final class ConsumerMeters {

	private final Counter applied;

	private final Counter duplicates;

	private final Counter gaps;

	private final Counter unknown;

	private final Counter deadLetters;

	private final Counter retries;

	ConsumerMeters(MeterRegistry registry, String consumer) {
		this.applied = counter(registry, consumer, "applied", "Records applied");
		this.duplicates = counter(registry, consumer, "duplicates", "Records at or below the stored version");
		this.gaps = counter(registry, consumer, "gaps", "Records beyond the next version, applied");
		this.unknown = counter(registry, consumer, "unknown", "Records of types that this consumer has no class for");
		this.deadLetters = counter(registry, consumer, "dead.letters", "Records moved to a dead-letter topic");
		this.retries = counter(registry, consumer, "retries", "Tries of a batch that failed");
	}

	private static Counter counter(MeterRegistry registry, String consumer, String name, String description) {
		return Counter.builder("rollcall.projection." + name)
			.description(description)
			.tag("consumer", consumer)
			.register(registry);
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

	void retried() {
		this.retries.increment();
	}

}
