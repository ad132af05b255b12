package dev.rollcall.verification;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Gauges of the differences that the last run left, and of its age. They exist only after
 * the first run.
 */
final class VerifyMeters {

	private final MeterRegistry registry;

	private final Map<String, Map<Difference.Kind, AtomicLong>> left = new ConcurrentHashMap<>();

	private final Map<String, AtomicLong> finished = new ConcurrentHashMap<>();

	VerifyMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Shows a result.
	 * @param age the time since the run ended
	 */
	void show(String verification, Map<Difference.Kind, Long> counts, Duration age) {
		Map<Difference.Kind, AtomicLong> values = this.left.computeIfAbsent(verification, this::gauges);
		values.forEach((kind, value) -> value.set(counts.getOrDefault(kind, 0L)));
		this.finished.computeIfAbsent(verification, this::age).set(System.nanoTime() - age.toNanos());
	}

	private Map<Difference.Kind, AtomicLong> gauges(String verification) {
		Map<Difference.Kind, AtomicLong> values = new EnumMap<>(Difference.Kind.class);
		for (Difference.Kind kind : Difference.Kind.values()) {
			AtomicLong value = new AtomicLong();
			Gauge.builder("rollcall.verify." + kind.name().toLowerCase(Locale.ROOT), value, AtomicLong::get)
				.description("Differences between this service's store and the log after the last check")
				.tag("verification", verification)
				.register(this.registry);
			values.put(kind, value);
		}
		return values;
	}

	private AtomicLong age(String verification) {
		AtomicLong value = new AtomicLong();
		Gauge.builder("rollcall.verify.age", value, (last) -> (System.nanoTime() - last.get()) / 1e9)
			.description("Time since the last completed check")
			.baseUnit("seconds")
			.tag("verification", verification)
			.register(this.registry);
		return value;
	}

}
