package dev.rollcall.throttle;

import java.time.Duration;

/**
 * How many attempts count against a key in a sliding window.
 *
 * @param attempts the maximum number
 * @param window how long an attempt counts; at most a day
 */
public record Limit(int attempts, Duration window) {

	static final Duration MAX_WINDOW = Duration.ofDays(1);

	/**
	 * Checks the values.
	 */
	public Limit {
		if (attempts < 1 || window.compareTo(MAX_WINDOW) > 0) {
			throw new IllegalArgumentException("A limit is at least one attempt in at most a day");
		}
	}

	/**
	 * Returns a limit for a day.
	 */
	public static Limit perDay(int attempts) {
		return new Limit(attempts, MAX_WINDOW);
	}

}
