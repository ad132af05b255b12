package dev.rollcall.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotTroubleTests {

	private final AtomicLong now = new AtomicLong();

	private final SlotTrouble trouble = new SlotTrouble(this.now::get);

	@Test
	void lastsSinceTheFirstFailureAndNamesTheLast() {
		this.trouble.failed(new IllegalStateException());
		pass(50);
		this.trouble.failed(new TimeoutException());
		pass(50);
		assertThat(this.trouble.age()).isEqualTo(Duration.ofSeconds(100));
		assertThat(this.trouble.cause()).isEqualTo("TimeoutException");
	}

	@Test
	void endsWhenMessagesArePublished() {
		this.trouble.failed(new TimeoutException());
		pass(1);
		this.trouble.solved();
		assertThat(this.trouble.age()).isZero();
	}

	@Test
	void endsWithoutAnotherFailure() {
		this.trouble.failed(new TimeoutException());
		pass(60);
		assertThat(this.trouble.age()).isZero();
		assertThat(this.trouble.cause()).isNull();
	}

	private void pass(long seconds) {
		this.now.addAndGet(Duration.ofSeconds(seconds).toNanos());
	}

}
