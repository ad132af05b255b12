package dev.rollcall.verification;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of topics up to given end offsets, outside of any consumer
 * group. Calls block; thread-safe.
 */
public final class TopicReader {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

	private final Map<String, Object> settings;

	private final Duration timeout;

	/**
	 * Creates a reader.
	 * @param settings the settings of the service's consumers
	 * @param timeout how long the broker may take to respond, and to deliver the next
	 * records
	 */
	public TopicReader(Map<String, Object> settings, Duration timeout) {
		this.settings = new HashMap<>(settings);
		this.timeout = timeout;
		this.settings.keySet()
			.removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
					ConsumerConfig.CLIENT_ID_CONFIG, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
					ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG));
		this.settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// Closing the consumer waits for the last fetch.
		this.settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
		this.settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
		this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
		this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1, timeout.toMillis() / 2));
		this.settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
		this.settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
	}

	/**
	 * Opens a consumer, to be closed by the caller.
	 */
	public KafkaConsumer<byte[], byte[]> open() {
		return new KafkaConsumer<>(this.settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	/**
	 * Lists the partitions of topics.
	 * @return the partitions; none for topics that do not exist
	 */
	public static List<TopicPartition> partitions(Consumer<?, ?> consumer, Collection<String> topics) {
		return topics.stream()
			.flatMap((topic) -> consumer.partitionsFor(topic).stream())
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
	}

	/**
	 * Reads from the consumer's positions to end offsets. Compares the position with the
	 * end, not the offset of the last record, because transaction markers take offsets.
	 * The last batch may contain records beyond the end.
	 * @param consumer a consumer that is assigned to the partitions
	 * @param ends the end offsets
	 * @param batches receives each batch and returns whether to continue
	 * @return whether the ends were reached
	 * @throws KafkaException if the broker does not respond or delivers no records in
	 * time
	 */
	public boolean read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends,
			Predicate<ConsumerRecords<byte[], byte[]>> batches) {
		Map<TopicPartition, Long> positions = positions(consumer, ends);
		long progressAt = System.nanoTime();
		while (!isReached(positions, ends)) {
			ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL_TIMEOUT);
			if (!batch.isEmpty() && !batches.test(batch)) {
				return false;
			}
			Map<TopicPartition, Long> reached = positions(consumer, ends);
			if (!reached.equals(positions)) {
				progressAt = System.nanoTime();
			}
			else if (System.nanoTime() - progressAt > this.timeout.toNanos()) {
				throw new KafkaException(
						"The broker delivered no records of %s for %s, although their ends are not reached"
							.formatted(ends.keySet(), this.timeout));
			}
			positions = reached;
		}
		return true;
	}

	private static Map<TopicPartition, Long> positions(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
		Map<TopicPartition, Long> positions = new HashMap<>();
		ends.keySet().forEach((partition) -> positions.put(partition, consumer.position(partition)));
		return positions;
	}

	private static boolean isReached(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
		return ends.entrySet().stream().allMatch((end) -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
	}

}
