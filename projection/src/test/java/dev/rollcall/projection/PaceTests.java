package dev.rollcall.projection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private static final Duration BATCH = Duration.ofSeconds(1);

	private final Pace pace = new Pace(Duration.ofSeconds(5));

	@Test
	void workThatNeverWaitsForAProcessorDoesNotRest() {
		work(1000, 850);
		assertThat(this.pace.rest(BATCH)).isZero();
	}

	@Test
	void restIsTheLongerTheMoreTheWorkWaits() {
		work(1000, 700);
		Duration some = this.pace.rest(BATCH);
		work(1000, 600);
		Duration more = this.pace.rest(BATCH);
		assertThat(some).isPositive();
		assertThat(more).isGreaterThan(some);
	}

	@Test
	void workThatHardlyGetsAProcessorStillIsDoneAQuarterOfTheTime() {
		work(1000, 10);
		assertThat(this.pace.rest(BATCH)).isEqualTo(BATCH.multipliedBy(3));
	}

	@Test
	void noRestIsLongerThanTheLongest() {
		work(1000, 10);
		assertThat(this.pace.rest(BATCH.multipliedBy(60))).isEqualTo(Duration.ofSeconds(5));
		assertThat(new Pace(Duration.ZERO).rest(BATCH)).isZero();
	}

	@Test
	void workGoesOnAtOnceWhenProcessorsAreFree() {
		work(1000, 10);
		work(1000, 1000);
		assertThat(this.pace.rest(BATCH)).isZero();
	}

	@Test
	void whoDoesNotRestDoesNotSleep() {
		AtomicInteger asked = new AtomicInteger();
		this.pace.giveWay(BATCH, () -> asked.incrementAndGet() < 0);
		assertThat(asked).hasValue(0);
		work(1000, 10);
		this.pace.giveWay(BATCH, () -> asked.incrementAndGet() < 0);
		assertThat(asked).hasValue(1);
	}

	@Test
	void timeThatIsNotSpentOnAProcessorIsNoticed() {
		for (int i = 0; i < 20; i++) {
			this.pace.measure(PaceTests::waitAMoment);
		}
		assertThat(this.pace.rest(BATCH)).isGreaterThan(BATCH);
	}

	private void work(long nanos, long cpuNanos) {
		for (int i = 0; i < 20; i++) {
			this.pace.worked(nanos, cpuNanos);
		}
	}

	private static boolean waitAMoment() {
		LockSupport.parkNanos(5_000_000);
		return true;
	}

}
