package dev.rollcall.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pause after consecutive failures: doubles up to a limit, minus up to a fifth as
 * jitter. Not thread-safe.
 */
final class Backoff {

	private final Duration first;

	private final Duration limit;

	private int failures;

	Backoff(Duration first, Duration limit) {
		this.first = first;
		this.limit = limit;
	}

	/**
	 * Counts a failure.
	 * @return the pause before the next attempt
	 */
	Duration next() {
		long doubled = this.first.toMillis() << Math.min(this.failures++, 16);
		long pause = Math.min(doubled, this.limit.toMillis());
		return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 5 + 1));
	}

	boolean isFirst() {
		return this.failures <= 1;
	}

	boolean isUnused() {
		return this.failures == 0;
	}

	void reset() {
		this.failures = 0;
	}

}
