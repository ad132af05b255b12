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
 * Reads all partitions of a topic, read committed, in no group. For one thread.
 */
public final class TopicReader implements AutoCloseable {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	private final KafkaConsumer<String, byte[]> consumer;

	private final List<TopicPartition> partitions;

	/**
	 * Connects, and stands at the topic's end.
	 * @param bootstrapServers the brokers
	 * @param topic the topic
	 * @throws org.apache.kafka.common.KafkaException if the broker does not answer
	 */
	public TopicReader(String bootstrapServers, String topic) {
		this.consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
				false, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
				(int) TIME_LIMIT.toMillis(), ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIME_LIMIT.toMillis()),
				new StringDeserializer(), new ByteArrayDeserializer());
		List<PartitionInfo> found = this.consumer.listTopics(TIME_LIMIT).getOrDefault(topic, List.of());
		this.partitions = found.stream().map((info) -> new TopicPartition(topic, info.partition())).toList();
		this.consumer.assign(this.partitions);
		this.consumer.seekToEnd(this.partitions);
		this.partitions.forEach((partition) -> this.consumer.position(partition, TIME_LIMIT));
	}

	/**
	 * Says whether the topic is there.
	 * @return true if it has partitions
	 */
	public boolean exists() {
		return !this.partitions.isEmpty();
	}

	/**
	 * Goes back to the topic's beginning.
	 */
	public void toBeginning() {
		this.consumer.seekToBeginning(this.partitions);
	}

	/**
	 * Reads on.
	 * @param limit how long to wait for a record
	 * @return the records, in order for each partition
	 */
	public Iterable<ConsumerRecord<String, byte[]>> read(Duration limit) {
		return this.consumer.poll(limit);
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
