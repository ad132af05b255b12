package dev.rollcall.benchmark.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.Recorder;

/**
 * Collects the outcomes of one load until they are taken as a window. Thread-safe.
 */
final class Measured {

	private static final int SIGNIFICANT_DIGITS = 3;

	private final Recorder latencies = new Recorder(SIGNIFICANT_DIGITS);

	private final LongAdder errors = new LongAdder();

	private final LongAdder unfinished = new LongAdder();

	void success(long nanos) {
		this.latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos)));
	}

	void error() {
		this.errors.increment();
	}

	/** It counts with the time that it has waited so far. */
	void unfinished(long nanos) {
		success(nanos);
		this.unfinished.increment();
	}

	/** Takes everything since the previous call. */
	Window window(Duration length) {
		return new Window(length, this.latencies.getIntervalHistogram(), this.errors.sumThenReset(),
				this.unfinished.sumThenReset());
	}

}
