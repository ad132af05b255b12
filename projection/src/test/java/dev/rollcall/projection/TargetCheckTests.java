package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetCheckTests {

	private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

	private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

	private final SettableClock clock = new SettableClock();

	private final TargetCheck check = new TargetCheck(this.clock);

	@BeforeEach
	void readToOffset5() {
		this.consumer.assign(Set.of(PARTITION));
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 5L));
		this.consumer.seek(PARTITION, 5);
	}

	@Test
	void targetIsReachedAtItsOffset() {
		assertThat(this.check.isReached(this.consumer, PARTITION, 5)).isTrue();
	}

	@Test
	void endOfATruncatedLogCountsAfterTenSeconds() {
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isFalse();
		this.clock.pass(Duration.ofSeconds(9));
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isFalse();
		this.clock.pass(Duration.ofSeconds(1));
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isTrue();
	}

	@Test
	void logThatIsStillReadIsNotTruncated() {
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isFalse();
		this.clock.pass(Duration.ofSeconds(8));
		this.consumer.updateEndOffsets(Map.of(PARTITION, 9L));
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isFalse();
		this.consumer.updateEndOffsets(Map.of(PARTITION, 5L));
		this.clock.pass(Duration.ofSeconds(8));
		assertThat(this.check.isReached(this.consumer, PARTITION, 9)).isFalse();
	}

	private static final class SettableClock extends Clock {

		private Instant now = Instant.EPOCH;

		void pass(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
