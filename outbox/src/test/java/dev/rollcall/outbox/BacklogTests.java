package dev.rollcall.outbox;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTests {

	private static final Instant COUNTED = Instant.parse("2026-11-30T06:00:00Z");

	/** It may be published since: a later look must not report that it still waits. */
	@Test
	void ageIsThatOfTheCount() {
		Backlog backlog = new Backlog(1, 0, COUNTED.minusSeconds(2), COUNTED);

		assertThat(backlog.age()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void nothingThatWaitsHasNoAge() {
		assertThat(new Backlog(0, 0, null, COUNTED).age()).isZero();
		assertThat(new Backlog(1, 0, COUNTED.plusMillis(1), COUNTED).age()).isZero();
	}

}
