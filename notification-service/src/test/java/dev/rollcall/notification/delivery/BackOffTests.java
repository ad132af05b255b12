package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackOffTests {

	private final BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));

	private final Random random = new Random(1);

	@Test
	void pausesGrowToTheMaximum() {
		assertThat(this.backOff.after(1, this.random)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
		assertThat(this.backOff.after(5, this.random)).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5063));
		assertThat(this.backOff.after(1000, this.random)).isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));
	}

	@Test
	void nextAttemptFollowsWithinHalfTheOutage() {
		Duration outage = Duration.ZERO;
		for (int attempts = 1; attempts < 50; attempts++) {
			Duration pause = this.backOff.after(attempts, this.random);
			assertThat(pause).isLessThan(outage.dividedBy(2).plusSeconds(30));
			outage = outage.plus(pause);
		}
	}

	@Test
	void deliveriesThatFailedTogetherAreRetriedAtDifferentTimes() {
		assertThat(this.backOff.after(10, this.random)).isNotEqualTo(this.backOff.after(10, this.random));
	}

}
