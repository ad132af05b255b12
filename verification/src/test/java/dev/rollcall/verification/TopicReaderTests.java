package dev.rollcall.verification;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TopicReaderTests {

	private static final TopicPartition PARTITION = new TopicPartition("users", 0);

	private final TopicReader reader = new TopicReader(Map.of(), Duration.ofMillis(50));

	private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

	private final List<Long> offsets = new ArrayList<>();

	@BeforeEach
	void assign() {
		this.consumer.assign(List.of(PARTITION));
		this.consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
		this.consumer.seek(PARTITION, 0);
	}

	@Test
	void emptyTopicIsReadAtOnce() {
		assertThat(this.reader.read(this.consumer, Map.of(PARTITION, 0L), this::add)).isTrue();
		assertThat(this.offsets).isEmpty();
	}

	@Test
	void readsUpToTheEnd() {
		record(0);
		record(1);
		assertThat(this.reader.read(this.consumer, Map.of(PARTITION, 2L), this::add)).isTrue();
		assertThat(this.offsets).containsExactly(0L, 1L);
	}

	@Test
	void transactionMarkerAtTheEndIsPassed() {
		record(0);
		this.consumer.schedulePollTask(() -> this.consumer.seek(PARTITION, 0));
		this.consumer.schedulePollTask(() -> this.consumer.seek(PARTITION, 2));
		assertThat(this.reader.read(this.consumer, Map.of(PARTITION, 2L), this::add)).isTrue();
		assertThat(this.offsets).containsExactly(0L);
	}

	@Test
	void readingEndsWhenTheReceiverHasEnough() {
		record(0);
		assertThat(this.reader.read(this.consumer, Map.of(PARTITION, 9L), (batch) -> false)).isFalse();
	}

	@Test
	void brokerThatDeliversNothingIsAnError() {
		record(0);
		assertThatExceptionOfType(KafkaException.class)
			.isThrownBy(() -> this.reader.read(this.consumer, Map.of(PARTITION, 9L), this::add))
			.withMessageContaining("users-0");
		assertThat(this.offsets).containsExactly(0L);
	}

	private boolean add(ConsumerRecords<byte[], byte[]> batch) {
		batch.forEach((record) -> this.offsets.add(record.offset()));
		return true;
	}

	private void record(long offset) {
		byte[] key = "user".getBytes(StandardCharsets.UTF_8);
		this.consumer.addRecord(new ConsumerRecord<>("users", 0, offset, key, key));
	}

}
