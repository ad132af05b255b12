package dev.rollcall.local.topic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	private static final long SECOND = 1_000_000_000;

	private static final long MILLI = 1_000_000;

	@Test
	void eventsAreSpacedEvenly() {
		RateLimit limit = new RateLimit(10, 0);
		assertThat(limit.reserve(0)).isZero();
		assertThat(limit.reserve(0)).isEqualTo(SECOND / 10);
		assertThat(limit.reserve(0)).isEqualTo(SECOND / 5);
	}

	@Test
	void tooLongPauseIsCompensated() {
		RateLimit limit = new RateLimit(1000, 0);
		limit.reserve(0);
		// Asked to wait 1 ms, the thread slept for 11 ms: ten events are due.
		int due = 0;
		while (limit.reserve(11 * MILLI) <= 0) {
			due++;
		}
		assertThat(due).isEqualTo(11);
	}

	@Test
	void longPauseIsNotFollowedByABurst() {
		RateLimit limit = new RateLimit(100, 0);
		long now = 3600 * SECOND;
		int due = 0;
		while (limit.reserve(now) <= 0) {
			due++;
		}
		assertThat(due).isLessThanOrEqualTo(4);
	}

	@Test
	void rateHoldsForAnyClockReading() {
		long now = Long.MAX_VALUE - SECOND;
		RateLimit limit = new RateLimit(10, now);
		limit.reserve(now);
		assertThat(limit.reserve(now)).isEqualTo(SECOND / 10);
	}

}
