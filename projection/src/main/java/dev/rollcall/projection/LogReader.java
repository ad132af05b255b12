package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.rollcall.schemas.RecordKey;
import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads and decodes topics from the earliest records to the ends that they have when
 * reading starts. Calls block.
 */
final class LogReader {

	private final TopicReader topics;

	private final EventDecoder decoder;

	private final BackgroundThrottle throttle;

	LogReader(TopicReader topics, EventDecoder decoder, BackgroundThrottle throttle) {
		this.topics = topics;
		this.decoder = decoder;
		this.throttle = throttle;
	}

	/**
	 * Splits the topics' partitions into shares, so that all records of a key are in one.
	 * @return one share for each partition number, in their order, if all topics have the
	 * same number of partitions, otherwise one share of all
	 */
	List<List<TopicPartition>> shares(Set<String> topics) {
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			List<TopicPartition> all = TopicReader.partitions(consumer, topics);
			Map<Integer, List<TopicPartition>> byNumber = all.stream()
				.collect(Collectors.groupingBy(TopicPartition::partition, TreeMap::new, Collectors.toList()));
			return byNumber.values().stream().allMatch((share) -> share.size() == topics.size())
					? List.copyOf(byNumber.values()) : List.of(all);
		}
	}

	/** Returns the end offsets that partitions have now, by their names. */
	Map<String, Long> ends(Collection<TopicPartition> partitions) {
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			// The consumer logs a warning for the end of each other one.
			consumer.assign(partitions);
			return named(consumer.endOffsets(partitions));
		}
	}

	private static Map<String, Long> named(Map<TopicPartition, Long> offsets) {
		return offsets.entrySet()
			.stream()
			.collect(Collectors.toMap((offset) -> offset.getKey().toString(), Map.Entry::getValue));
	}

	/**
	 * Reads records to the ends that the partitions have now. Skips records that cannot
	 * be decoded, and types without a class here.
	 * @param from offsets to start from, by the names of the partitions; others are read
	 * from their beginning
	 * @param keys accepts the subjects of the keys whose records are read
	 * @return the ends, by the names of the partitions
	 * @throws RuntimeException if the broker or the registry does not respond
	 */
	Map<String, Long> read(Collection<TopicPartition> partitions, Map<String, Long> from, Predicate<String> keys,
			java.util.function.Consumer<Delivery> deliveries) {
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			consumer.assign(partitions);
			for (TopicPartition partition : partitions) {
				Long offset = from.get(partition.toString());
				if (offset != null) {
					consumer.seek(partition, offset);
				}
				else {
					consumer.seekToBeginning(List.of(partition));
				}
			}
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			this.topics.read(consumer, ends, (batch) -> {
				pass(batch, keys, deliveries);
				return true;
			});
			return named(ends);
		}
	}

	/**
	 * Returns which of some keys have a record, even one that cannot be decoded.
	 * @throws RuntimeException if the broker does not respond
	 */
	Set<String> mentioned(Set<String> topics, Set<String> keys) {
		Set<String> found = new HashSet<>();
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			List<TopicPartition> partitions = TopicReader.partitions(consumer, topics);
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			this.topics.read(consumer, consumer.endOffsets(partitions), (batch) -> {
				batch.forEach((raw) -> key(raw).filter(keys::contains).ifPresent(found::add));
				return found.size() < keys.size();
			});
		}
		return found;
	}

	private static Optional<String> key(ConsumerRecord<byte[], byte[]> raw) {
		try {
			return Optional.of(RecordKey.parse(RecordText.key(raw)).subject());
		}
		catch (InvalidEventException ex) {
			return Optional.empty();
		}
	}

	private void pass(ConsumerRecords<byte[], byte[]> batch, Predicate<String> keys,
			java.util.function.Consumer<Delivery> deliveries) {
		long began = System.nanoTime();
		this.throttle.measure(() -> {
			for (ConsumerRecord<byte[], byte[]> raw : batch) {
				pass(raw, keys, deliveries);
			}
			return batch.count();
		});
		this.throttle.pauseAfter(Duration.ofNanos(System.nanoTime() - began), () -> true);
	}

	private void pass(ConsumerRecord<byte[], byte[]> raw, Predicate<String> keys,
			java.util.function.Consumer<Delivery> deliveries) {
		try {
			if (key(raw).filter(keys).isPresent()) {
				this.decoder.decode(raw).ifPresent(deliveries);
			}
		}
		catch (InvalidEventException ex) {
			// A dead letter already.
		}
	}

}
