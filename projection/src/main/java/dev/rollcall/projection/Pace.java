package dev.rollcall.projection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.springframework.kafka.listener.ListenerUtils;

/**
 * Has work that nobody waits for, a rebuild or a check, give way where processors are
 * short: after a piece of it it rests, the longer the more its thread had to wait for a
 * processor while it decoded, which is nothing but work for one. So it takes what those
 * who are served leave, and at least a quarter of the time.
 */
final class Pace {

	/** Collection of garbage looks like so much. */
	private static final double UNNOTICED = 0.2;

	/** Rests so many times as long as it has worked, at most. */
	private static final double MOST = 3;

	/** Who waits half of the time rests nearly twice as long as it works. */
	private static final double STEEPNESS = 4;

	private static final double NEWEST = 0.3;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Duration longest;

	private double waiting;

	/**
	 * Makes one.
	 * @param longest how long it rests at most; none: it never gives way
	 */
	Pace(Duration longest) {
		this.longest = longest;
	}

	/**
	 * Measures work that needs nothing but a processor, but for a schema that is looked
	 * up once.
	 * @param work the work, done on this thread
	 * @return what comes of it
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
		this.waiting += NEWEST * (share - this.waiting);
	}

	/**
	 * Says how long to rest now.
	 * @param batch how long the batch took
	 * @return the rest
	 */
	synchronized Duration rest(Duration batch) {
		double noticed = Math.max(0, this.waiting - UNNOTICED);
		long millis = (long) (batch.toMillis() * Math.min(MOST, STEEPNESS * noticed / (1 - noticed)));
		return Duration.ofMillis(Math.min(millis, this.longest.toMillis()));
	}

	/**
	 * Rests.
	 * @param batch how long the batch took
	 * @param goesOn whether to go on resting
	 */
	void giveWay(Duration batch, BooleanSupplier goesOn) {
		Duration rest = rest(batch);
		if (rest.isZero()) {
			// The sleep would take some milliseconds all the same.
			return;
		}
		try {
			ListenerUtils.conditionalSleep(goesOn::getAsBoolean, rest.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Negative where the JVM does not know it. */
	private static long cpuTime() {
		return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
	}

}
