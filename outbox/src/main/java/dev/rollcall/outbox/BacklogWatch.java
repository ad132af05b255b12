package dev.rollcall.outbox;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import dev.rollcall.verification.ErrorBoundary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Counts the backlog regularly, with a pause of 20 times the duration of the faster of
 * the last two counts, but at least 10 s, so that one slow count does not delay the next
 * ones. After a failed count it pauses for 10 s. While the store is unavailable, the
 * gauges have no value.
 */
final class BacklogWatch implements SmartLifecycle {

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final int PAUSE_FACTOR = 20;

	private final RelayContext context;

	private volatile boolean running;

	private volatile @Nullable Backlog backlog;

	private Duration lastTook = Duration.ZERO;

	BacklogWatch(RelayContext context) {
		this.context = context;
	}

	void register(MeterRegistry meters) {
		gauge(meters, "pending", null, "Documents with pending messages, in all slots", Backlog::pending);
		gauge(meters, "parked", null, "Parked documents, in all slots", Backlog::parked);
		gauge(meters, "oldest.age", "seconds", "Age of the oldest pending document at the last count",
				(backlog) -> backlog.age().toMillis() / 1e3);
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

	/** Returns the result of the last count; null if it failed. */
	@Nullable Backlog backlog() {
		return this.backlog;
	}

	@Override
	public void start() {
		this.running = true;
		this.context.threads().submit(this::count);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void count() {
		if (this.running) {
			long start = System.nanoTime();
			Backlog found = found();
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			Duration faster = (took.compareTo(this.lastTook) < 0) ? took : this.lastTook;
			this.lastTook = took;
			this.context.threads().later(pause(found, faster), () -> this.context.threads().submit(this::count));
		}
	}

	/** An unavailable store only costs its time limit. */
	private static Duration pause(@Nullable Backlog found, Duration took) {
		Duration due = took.multipliedBy(PAUSE_FACTOR);
		return (found != null && due.compareTo(PAUSE) > 0) ? due : PAUSE;
	}

	private @Nullable Backlog found() {
		try {
			ErrorBoundary.run(() -> this.backlog = this.context.store().pending().backlog());
		}
		catch (RuntimeException ex) {
			this.backlog = null;
		}
		return this.backlog;
	}

}
