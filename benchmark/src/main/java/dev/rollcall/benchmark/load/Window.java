package dev.rollcall.benchmark.load;

import java.time.Duration;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * What was measured in a stretch of time.
 *
 * @param latencies of successful operations, in microseconds; of unfinished ones, the
 * time that they have waited
 * @param errors operations with another response, or none
 * @param unfinished operations that had no response when the load ended
 */
public record Window(Duration length, Histogram latencies, long errors, long unfinished) {

	private static final double MICROS = 1000.0;

	private static final double SECOND = 1e9;

	/** Returns one window that contains the given ones. */
	public static Window of(List<Window> windows) {
		Histogram sum = new Histogram(windows.get(0).latencies.getNumberOfSignificantValueDigits());
		windows.forEach((window) -> sum.add(window.latencies));
		return new Window(windows.stream().map(Window::length).reduce(Duration.ZERO, Duration::plus), sum,
				windows.stream().mapToLong(Window::errors).sum(), windows.stream().mapToLong(Window::unfinished).sum());
	}

	/** Returns the number of successful operations. */
	public long operations() {
		return this.latencies.getTotalCount() - this.unfinished;
	}

	/** Returns successful operations per second. */
	public double perSecond() {
		return operations() / (this.length.toNanos() / SECOND);
	}

	/**
	 * Returns a percentile of the latency in milliseconds.
	 * @param percentile 0 to 100
	 */
	public double millis(double percentile) {
		return this.latencies.getValueAtPercentile(percentile) / MICROS;
	}

}
