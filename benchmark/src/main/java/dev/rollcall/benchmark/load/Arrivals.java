package dev.rollcall.benchmark.load;

import java.util.OptionalLong;

/**
 * When requests are due. Times are values of {@link System#nanoTime}. Not thread-safe.
 */
public interface Arrivals {

	/**
	 * Takes the next request if it is due.
	 * @return the time at which it is due, from which its latency counts; empty if none
	 * is due
	 */
	OptionalLong take(long now);

	/**
	 * Returns the time at which the next request is due; empty if only a free connection
	 * makes one due.
	 */
	OptionalLong next();

	/**
	 * A closed loop: each connection sends its next request as soon as the previous one
	 * is answered. Measures the ceiling, not latencies that a user would see.
	 */
	static Arrivals saturating() {
		return new Arrivals() {

			@Override
			public OptionalLong take(long now) {
				return OptionalLong.of(now);
			}

			@Override
			public OptionalLong next() {
				return OptionalLong.empty();
			}

		};
	}

}
