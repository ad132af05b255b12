package dev.rollcall.benchmark.load;

import java.util.OptionalLong;

/**
 * An open loop: requests are due at a constant rate, whether or not earlier ones are
 * answered. One that waits for a free connection keeps the time at which it was due, so a
 * server that stalls shows in the latency of all requests that it has delayed.
 */
public final class ConstantRate implements Arrivals {

	private static final double SECOND = 1e9;

	private final double perSecond;

	private final long start;

	private long taken;

	/**
	 * Creates a schedule.
	 * @param start the time at which the first request is due
	 */
	public ConstantRate(double perSecond, long start) {
		this.perSecond = perSecond;
		this.start = start;
	}

	@Override
	public OptionalLong take(long now) {
		long due = due();
		if (due - now > 0) {
			return OptionalLong.empty();
		}
		this.taken++;
		return OptionalLong.of(due);
	}

	@Override
	public OptionalLong next() {
		return OptionalLong.of(due());
	}

	private long due() {
		return this.start + Math.round(this.taken * SECOND / this.perSecond);
	}

}
