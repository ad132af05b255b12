package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaseWatchTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final LeaseWatch watch = new LeaseWatch(Duration.ofSeconds(60));

	@Test
	void leaseWithoutABeatForTheTimeoutIsSilent() {
		DueDelivery lease = DeliveryFixture.leased("other", 3);

		assertThat(this.watch.silent(List.of(lease), 0)).isEmpty();
		assertThat(this.watch.silent(List.of(lease), 59 * SECOND)).isEmpty();
		assertThat(this.watch.silent(List.of(lease), 60 * SECOND)).containsExactly(lease);
	}

	@Test
	void beatStartsTheTimeoutAgain() {
		this.watch.silent(List.of(DeliveryFixture.leased("other", 3)), 0);
		this.watch.silent(List.of(DeliveryFixture.leased("other", 4)), 59 * SECOND);

		assertThat(this.watch.silent(List.of(DeliveryFixture.leased("other", 4)), 100 * SECOND)).isEmpty();
	}

	@Test
	void anotherOwnerStartsTheTimeoutAgain() {
		this.watch.silent(List.of(DeliveryFixture.leased("first", 0)), 0);
		this.watch.silent(List.of(DeliveryFixture.leased("second", 0)), 59 * SECOND);

		assertThat(this.watch.silent(List.of(DeliveryFixture.leased("second", 0)), 100 * SECOND)).isEmpty();
	}

	@Test
	void timeWithoutAReadableStoreDoesNotCount() {
		DueDelivery lease = DeliveryFixture.leased("other", 3);
		this.watch.silent(List.of(lease), 0);
		this.watch.clear();
		assertThat(this.watch.silent(List.of(lease), 61 * SECOND)).isEmpty();
		assertThat(this.watch.silent(List.of(lease), 121 * SECOND)).containsExactly(lease);
	}

	@Test
	void endedLeaseIsRemoved() {
		DueDelivery lease = DeliveryFixture.leased("other", 3);
		this.watch.silent(List.of(lease), 0);
		this.watch.silent(List.of(), 10 * SECOND);

		assertThat(this.watch.silent(List.of(lease), 61 * SECOND)).isEmpty();
	}

}
