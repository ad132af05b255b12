package dev.rollcall.local.erasure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole topics: the committed records up to the ends that they have when reading
 * starts. Not thread-safe.
 */
final class TopicScan implements AutoCloseable {

	/** Without progress for so long, the broker counts as away. */
	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final KafkaConsumer<byte[], byte[]> consumer;

	TopicScan(String bootstrapServers) {
		this.consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
						"read_committed", ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
						ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
						"earliest", ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis()),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	/** Returns all topics of Rollcall, except the hints of the relays. */
	List<String> all() {
		return this.consumer.listTopics()
			.keySet()
			.stream()
			.filter((topic) -> topic.startsWith("rollcall-") && !Topic.isRelay(topic))
			.sorted()
			.toList();
	}

	void read(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> records) {
		List<TopicPartition> partitions = topics.stream()
			.flatMap((topic) -> this.consumer.partitionsFor(topic).stream())
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		this.consumer.assign(partitions);
		this.consumer.seekToBeginning(partitions);
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(partitions);
		long progressAt = System.nanoTime();
		long left = left(ends);
		while (left > 0) {
			this.consumer.poll(Duration.ofMillis(200)).forEach(records);
			long now = left(ends);
			progressAt = (now < left) ? System.nanoTime() : progressAt;
			left = now;
			if (System.nanoTime() - progressAt > TIMEOUT.toNanos()) {
				throw new KafkaException("The broker delivered no records for " + TIMEOUT.toSeconds() + " s");
			}
		}
	}

	private long left(Map<TopicPartition, Long> ends) {
		return ends.entrySet()
			.stream()
			.mapToLong((end) -> Math.max(0, end.getValue() - this.consumer.position(end.getKey())))
			.sum();
	}

	/** Returns the last header of a name; empty if there is none. */
	static String header(ConsumerRecord<byte[], byte[]> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? text(header.value()) : "";
	}

	static String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
