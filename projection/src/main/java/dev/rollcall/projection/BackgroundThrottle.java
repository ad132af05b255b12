package dev.rollcall.projection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.springframework.kafka.listener.ListenerUtils;

/**
 * Throttles background work (rebuilds, checks) when CPU is scarce: pauses after each
 * batch in proportion to CPU starvation (wall time minus CPU time while decoding), at
 * most three times the duration of the batch.
 */
final class BackgroundThrottle {

	/** Garbage collection causes up to this share of waiting. */
	private static final double IGNORED = 0.2;

	/** The longest pause, in durations of the batch. */
	private static final double MAX_FACTOR = 3;

	/** A thread that waits half of the time pauses nearly twice as long as it works. */
	private static final double STEEPNESS = 4;

	private static final double NEWEST_WEIGHT = 0.3;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Duration maxPause;

	private double waiting;

	/**
	 * Creates a throttle.
	 * @param maxPause the longest pause; zero turns the throttle off
	 */
	BackgroundThrottle(Duration maxPause) {
		this.maxPause = maxPause;
	}

	/**
	 * Measures work that needs only CPU, except for schemas that are looked up once.
	 * @param work runs on this thread
	 */
	<T> T measure(Supplier<T> work) {
		long cpu = cpuTime();
		long began = System.nanoTime();
		T result = work.get();
		if (cpu >= 0) {
			worked(System.nanoTime() - began, cpuTime() - cpu);
		}
		return result;
	}

	synchronized void worked(long nanos, long cpuNanos) {
		double share = (nanos > 0) ? Math.min(1, Math.max(0, 1 - (double) cpuNanos / nanos)) : 0;
		this.waiting += NEWEST_WEIGHT * (share - this.waiting);
	}

	/**
	 * Returns the next pause.
	 */
	synchronized Duration pause(Duration batch) {
		double noticed = Math.max(0, this.waiting - IGNORED);
		long millis = (long) (batch.toMillis() * Math.min(MAX_FACTOR, STEEPNESS * noticed / (1 - noticed)));
		return Duration.ofMillis(Math.min(millis, this.maxPause.toMillis()));
	}

	/**
	 * Pauses.
	 * @param continues whether to continue the pause
	 */
	void pauseAfter(Duration batch, BooleanSupplier continues) {
		Duration pause = pause(batch);
		if (pause.isZero()) {
			// Even a sleep of zero takes some milliseconds.
			return;
		}
		try {
			ListenerUtils.conditionalSleep(continues::getAsBoolean, pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Negative if the JVM does not support it. */
	private static long cpuTime() {
		return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
	}

}
