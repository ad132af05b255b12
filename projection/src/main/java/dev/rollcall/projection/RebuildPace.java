package dev.rollcall.projection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Has a rebuild give way where processors are short: after a batch it rests, the longer
 * the more its thread had to wait for a processor while it decoded, which is nothing but
 * work for one. So it takes what those who are served leave, and at least a quarter of
 * the time.
 */
final class RebuildPace {

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
	RebuildPace(Duration longest) {
		this.longest = longest;
	}

	/**
	 * Measures work that needs nothing but a processor.
	 * @param work the work, done on this thread
	 */
	void measure(Runnable work) {
		long cpu = cpuTime();
		long began = System.nanoTime();
		work.run();
		if (cpu >= 0) {
			worked(System.nanoTime() - began, cpuTime() - cpu);
		}
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

	/** Negative where the JVM does not know it. */
	private static long cpuTime() {
		return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : -1;
	}

}
