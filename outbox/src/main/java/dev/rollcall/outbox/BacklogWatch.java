package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Looks now and then how much waits: with a pause of 20 times what the faster of the last
 * two looks took, 10 s at least, so that one that waited for a store to come back delays
 * none; after one that failed, 10 s. While the store cannot be asked, there is no number.
 */
final class BacklogWatch implements SmartLifecycle {

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final int PAUSE_FACTOR = 20;

	private final RelayContext context;

	private final Clock clock;

	private volatile boolean running;

	private volatile @Nullable Backlog backlog;

	private Duration lastTook = Duration.ZERO;

	BacklogWatch(RelayContext context, Clock clock) {
		this.context = context;
		this.clock = clock;
	}

	void register(MeterRegistry meters) {
		gauge(meters, "pending", null, "Documents with something pending, of all instances' slots", Backlog::pending);
		gauge(meters, "parked", null, "Documents that are parked, of all instances' slots", Backlog::parked);
		gauge(meters, "oldest.age", "seconds", "How long the document that waits longest has waited", this::age);
	}

	private void gauge(MeterRegistry meters, String name, @Nullable String unit, String description,
			ToDoubleFunction<Backlog> value) {
		Gauge.builder("rollcall.outbox." + name, this, (watch) -> watch.value(value))
			.description(description)
			.baseUnit(unit)
			.register(meters);
	}

	private double value(ToDoubleFunction<Backlog> value) {
		Backlog known = this.backlog;
		return (known != null) ? value.applyAsDouble(known) : Double.NaN;
	}

	private double age(Backlog known) {
		return (known.oldest() != null)
				? Math.max(0, Duration.between(known.oldest(), Instant.now(this.clock)).toMillis() / 1e3) : 0;
	}

	/** Returns what the last look found; null if it could not look. */
	@Nullable Backlog backlog() {
		return this.backlog;
	}

	@Override
	public void start() {
		this.running = true;
		this.context.threads().submit(this::look);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void look() {
		if (this.running) {
			long start = System.nanoTime();
			Backlog found = found();
			this.backlog = found;
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			Duration faster = (took.compareTo(this.lastTook) < 0) ? took : this.lastTook;
			this.lastTook = took;
			this.context.threads().later(pause(found, faster), () -> this.context.threads().submit(this::look));
		}
	}

	/** A store that is away takes its time limit, and nothing else. */
	private static Duration pause(@Nullable Backlog found, Duration took) {
		Duration due = took.multipliedBy(PAUSE_FACTOR);
		return (found != null && due.compareTo(PAUSE) > 0) ? due : PAUSE;
	}

	private @Nullable Backlog found() {
		try {
			return this.context.store().pending().backlog();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
