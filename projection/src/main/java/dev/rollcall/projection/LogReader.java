package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their earliest records to the ends that they have then: what is
 * committed, in no group. Blocks.
 */
final class LogReader {

	private static final Duration POLL = Duration.ofMillis(200);

	private final Map<String, Object> settings;

	private final EventDecoder decoder;

	private final Duration limit;

	private final Pace pace;

	/**
	 * Makes a reader.
	 * @param settings those of the service's consumers
	 * @param limit how long the broker may give nothing of what it has
	 * @param pace when it gives way
	 */
	LogReader(Map<String, Object> settings, EventDecoder decoder, Duration limit, Pace pace) {
		this.pace = pace;
		this.decoder = decoder;
		this.limit = limit;
		this.settings = new HashMap<>(settings);
		this.settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// The close waits for the last fetch, which waits for records that may never
		// come.
		this.settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
		this.settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
		this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
		this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1, limit.toMillis() / 2));
		this.settings.keySet()
			.removeAll(List.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
					ConsumerConfig.CLIENT_ID_CONFIG));
	}

	/**
	 * Splits the topics' partitions into shares, so that all records of a key are in one.
	 * @param topics the topics, keyed alike
	 * @return the shares: one for each partition number where the topics have as many
	 * partitions, else one of all
	 */
	Collection<List<TopicPartition>> shares(Set<String> topics) {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.settings)) {
			List<TopicPartition> all = new ArrayList<>();
			topics.forEach((topic) -> consumer.partitionsFor(topic)
				.forEach((partition) -> all.add(new TopicPartition(topic, partition.partition()))));
			Map<Integer, List<TopicPartition>> byNumber = all.stream()
				.collect(Collectors.groupingBy(TopicPartition::partition));
			return byNumber.values().stream().allMatch((share) -> share.size() == topics.size()) ? byNumber.values()
					: List.of(all);
		}
	}

	/**
	 * Reads records; those that cannot be decoded are passed over, as are those of types
	 * that have no class here.
	 * @param partitions where to read
	 * @param keys which keys' records are wanted
	 * @param goesOn takes each record, and says whether to go on
	 * @return whether all was read
	 * @throws RuntimeException if broker or registry do not answer
	 */
	boolean read(Collection<TopicPartition> partitions, Predicate<String> keys, Predicate<Delivery> goesOn) {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.settings)) {
			consumer.assign(partitions);
			Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
			consumer.seekToBeginning(partitions);
			long progress = System.nanoTime();
			while (!withoutReached(ends, consumer).isEmpty()) {
				ConsumerRecords<byte[], byte[]> some = consumer.poll(POLL);
				if (!accepts(some, keys, goesOn)) {
					return false;
				}
				progress = some.isEmpty() ? progress : System.nanoTime();
				if (System.nanoTime() - progress > this.limit.toNanos()) {
					throw new KafkaException("The broker does not give what it has in " + ends.keySet());
				}
			}
			return true;
		}
	}

	private static Map<TopicPartition, Long> withoutReached(Map<TopicPartition, Long> ends,
			KafkaConsumer<byte[], byte[]> consumer) {
		ends.entrySet().removeIf((end) -> consumer.position(end.getKey()) >= end.getValue());
		return ends;
	}

	/** Then rests where it has to. */
	private boolean accepts(ConsumerRecords<byte[], byte[]> some, Predicate<String> keys, Predicate<Delivery> goesOn) {
		long began = System.nanoTime();
		boolean all = this.pace.measure(() -> {
			for (ConsumerRecord<byte[], byte[]> raw : some) {
				if (!accepts(raw, keys, goesOn)) {
					return false;
				}
			}
			return true;
		});
		this.pace.giveWay(Duration.ofNanos(System.nanoTime() - began), () -> true);
		return all;
	}

	private boolean accepts(ConsumerRecord<byte[], byte[]> raw, Predicate<String> keys, Predicate<Delivery> goesOn) {
		try {
			return !keys.test(RecordText.key(raw)) || this.decoder.decode(raw).map(goesOn::test).orElse(true);
		}
		catch (InvalidEventException ex) {
			return true;
		}
	}

}
