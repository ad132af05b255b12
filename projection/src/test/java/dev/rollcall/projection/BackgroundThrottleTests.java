package dev.rollcall.projection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundThrottleTests {

	private static final Duration BATCH = Duration.ofSeconds(1);

	private final BackgroundThrottle throttle = new BackgroundThrottle(Duration.ofSeconds(5));

	@Test
	void workThatNeverWaitsForAProcessorIsNotPaused() {
		work(1000, 850);
		assertThat(this.throttle.pause(BATCH)).isZero();
	}

	@Test
	void pauseGrowsWithTheTimeThatTheWorkWaits() {
		work(1000, 700);
		Duration some = this.throttle.pause(BATCH);
		work(1000, 600);
		Duration more = this.throttle.pause(BATCH);
		assertThat(some).isPositive();
		assertThat(more).isGreaterThan(some);
	}

	@Test
	void starvedWorkStillRunsAQuarterOfTheTime() {
		work(1000, 10);
		assertThat(this.throttle.pause(BATCH)).isEqualTo(BATCH.multipliedBy(3));
	}

	@Test
	void noPauseIsLongerThanTheMaximum() {
		work(1000, 10);
		assertThat(this.throttle.pause(BATCH.multipliedBy(60))).isEqualTo(Duration.ofSeconds(5));
		assertThat(new BackgroundThrottle(Duration.ZERO).pause(BATCH)).isZero();
	}

	@Test
	void workIsNotPausedOnceProcessorsAreFree() {
		work(1000, 10);
		work(1000, 1000);
		assertThat(this.throttle.pause(BATCH)).isZero();
	}

	@Test
	void withoutAPauseNothingSleeps() {
		AtomicInteger asked = new AtomicInteger();
		this.throttle.pauseAfter(BATCH, () -> asked.incrementAndGet() < 0);
		assertThat(asked).hasValue(0);
		work(1000, 10);
		this.throttle.pauseAfter(BATCH, () -> asked.incrementAndGet() < 0);
		assertThat(asked).hasValue(1);
	}

	@Test
	void waitingTimeIsMeasured() {
		for (int i = 0; i < 20; i++) {
			this.throttle.measure(BackgroundThrottleTests::waitAMoment);
		}
		assertThat(this.throttle.pause(BATCH)).isGreaterThan(BATCH);
	}

	private void work(long nanos, long cpuNanos) {
		for (int i = 0; i < 20; i++) {
			this.throttle.worked(nanos, cpuNanos);
		}
	}

	private static boolean waitAMoment() {
		LockSupport.parkNanos(5_000_000);
		return true;
	}

}
