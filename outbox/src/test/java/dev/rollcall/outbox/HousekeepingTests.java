package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HousekeepingTests {

	@Test
	void failingStepDoesNotStopTheOthersAndIsRepeatedAlone() {
		AtomicInteger failing = new AtomicInteger();
		AtomicInteger before = new AtomicInteger();
		AtomicInteger after = new AtomicInteger();
		try (RelayThreads threads = new RelayThreads()) {
			Housekeeping housekeeping = new Housekeeping(List.of(before::incrementAndGet, () -> {
				failing.incrementAndGet();
				throw new IllegalStateException("The store does not respond");
			}, after::incrementAndGet), threads);
			housekeeping.start();
			await().atMost(Duration.ofSeconds(30)).until(() -> failing.get() == 2);
			housekeeping.stop();
			assertThat(before).hasValue(1);
			assertThat(after).hasValue(1);
		}
	}

}
