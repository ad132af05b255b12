package dev.rollcall.local.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the committed records of all partitions of a topic, without a consumer group. Not
 * thread-safe.
 */
public final class TopicReader implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final KafkaConsumer<String, byte[]> consumer;

	private final List<TopicPartition> partitions;

	/**
	 * Connects, and positions the reader at the end of the topic.
	 * @throws org.apache.kafka.common.KafkaException if the broker does not respond
	 */
	public TopicReader(String bootstrapServers, String topic) {
		this.consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
						"read_committed", ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
						ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
						(int) TIMEOUT.toMillis(), ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis()),
				new StringDeserializer(), new ByteArrayDeserializer());
		List<PartitionInfo> found = this.consumer.listTopics(TIMEOUT).getOrDefault(topic, List.of());
		this.partitions = found.stream().map((info) -> new TopicPartition(topic, info.partition())).toList();
		this.consumer.assign(this.partitions);
		this.consumer.seekToEnd(this.partitions);
		this.partitions.forEach((partition) -> this.consumer.position(partition, TIMEOUT));
	}

	/** Returns whether the topic exists. */
	public boolean exists() {
		return !this.partitions.isEmpty();
	}

	/** Moves to the oldest record of each partition. */
	public void toBeginning() {
		this.consumer.seekToBeginning(this.partitions);
	}

	/**
	 * Reads the next records; those of one partition are in order.
	 * @param timeout how long to wait for the first record
	 */
	public Iterable<ConsumerRecord<String, byte[]>> read(Duration timeout) {
		return this.consumer.poll(timeout);
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
