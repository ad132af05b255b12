package dev.rollcall.projection;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RebuildPaceTests {

	private static final Duration BATCH = Duration.ofSeconds(1);

	private final RebuildPace pace = new RebuildPace(Duration.ofSeconds(5));

	@Test
	void rebuildThatNeverWaitsForAProcessorDoesNotRest() {
		work(1000, 850);
		assertThat(this.pace.rest(BATCH)).isZero();
	}

	@Test
	void rebuildRestsTheLongerTheMoreItWaits() {
		work(1000, 700);
		Duration some = this.pace.rest(BATCH);
		work(1000, 600);
		Duration more = this.pace.rest(BATCH);
		assertThat(some).isPositive();
		assertThat(more).isGreaterThan(some);
	}

	@Test
	void rebuildThatHardlyGetsAProcessorStillWorksAQuarterOfTheTime() {
		work(1000, 10);
		assertThat(this.pace.rest(BATCH)).isEqualTo(BATCH.multipliedBy(3));
	}

	@Test
	void noRestIsLongerThanTheLongest() {
		work(1000, 10);
		assertThat(this.pace.rest(BATCH.multipliedBy(60))).isEqualTo(Duration.ofSeconds(5));
		assertThat(new RebuildPace(Duration.ZERO).rest(BATCH)).isZero();
	}

	@Test
	void rebuildGoesOnAtOnceWhenProcessorsAreFree() {
		work(1000, 10);
		work(1000, 1000);
		assertThat(this.pace.rest(BATCH)).isZero();
	}

	@Test
	void timeThatIsNotSpentOnAProcessorIsNoticed() {
		for (int i = 0; i < 20; i++) {
			this.pace.measure(RebuildPaceTests::waitAMoment);
		}
		assertThat(this.pace.rest(BATCH)).isGreaterThan(BATCH);
	}

	private void work(long nanos, long cpuNanos) {
		for (int i = 0; i < 20; i++) {
			this.pace.worked(nanos, cpuNanos);
		}
	}

	private static void waitAMoment() {
		try {
			Thread.sleep(5);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
