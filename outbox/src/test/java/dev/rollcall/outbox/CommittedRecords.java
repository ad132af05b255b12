package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts the committed records of a topic.
 */
final class CommittedRecords implements AutoCloseable {

	private final KafkaConsumer<String, byte[]> consumer;

	private final Thread thread = new Thread(this::read, "committed-records");

	private volatile CountDownLatch expected = new CountDownLatch(0);

	private volatile long first;

	private volatile boolean closed;

	CommittedRecords(String topic) {
		this.consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers(), "isolation.level", "read_committed"),
				new StringDeserializer(), new ByteArrayDeserializer());
		List<TopicPartition> partitions = this.consumer.partitionsFor(topic)
			.stream()
			.map((partition) -> new TopicPartition(topic, partition.partition()))
			.toList();
		this.consumer.assign(partitions);
		this.consumer.seekToBeginning(partitions);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Resets the count. */
	CountDownLatch expect(int count) {
		CountDownLatch latch = new CountDownLatch(count);
		this.first = 0;
		this.expected = latch;
		return latch;
	}

	/** Nanoseconds since the first one. */
	long sinceFirst() {
		return System.nanoTime() - this.first;
	}

	private void read() {
		while (!this.closed) {
			this.consumer.poll(Duration.ofMillis(50)).forEach((found) -> {
				if (this.first == 0) {
					this.first = System.nanoTime();
				}
				this.expected.countDown();
			});
		}
		this.consumer.close();
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
