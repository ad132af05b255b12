package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
	 * @return one share for each partition number if all topics have the same number of
	 * partitions, otherwise one share of all
	 */
	Collection<List<TopicPartition>> shares(Set<String> topics) {
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			List<TopicPartition> all = TopicReader.partitions(consumer, topics);
			Map<Integer, List<TopicPartition>> byNumber = all.stream()
				.collect(Collectors.groupingBy(TopicPartition::partition));
			return byNumber.values().stream().allMatch((share) -> share.size() == topics.size()) ? byNumber.values()
					: List.of(all);
		}
	}

	/**
	 * Reads records. Skips records that cannot be decoded, and types without a class
	 * here.
	 * @param keys accepts the subjects of the keys whose records are read
	 * @param deliveries receives each record and returns whether to continue
	 * @return whether the ends were reached
	 * @throws RuntimeException if the broker or the registry does not respond
	 */
	boolean read(Collection<TopicPartition> partitions, Predicate<String> keys, Predicate<Delivery> deliveries) {
		try (Consumer<byte[], byte[]> consumer = this.topics.open()) {
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			return this.topics.read(consumer, consumer.endOffsets(partitions),
					(batch) -> accepts(batch, keys, deliveries));
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

	private boolean accepts(ConsumerRecords<byte[], byte[]> batch, Predicate<String> keys,
			Predicate<Delivery> deliveries) {
		long began = System.nanoTime();
		boolean all = this.throttle.measure(() -> {
			for (ConsumerRecord<byte[], byte[]> raw : batch) {
				if (!accepts(raw, keys, deliveries)) {
					return false;
				}
			}
			return true;
		});
		this.throttle.pauseAfter(Duration.ofNanos(System.nanoTime() - began), () -> true);
		return all;
	}

	private boolean accepts(ConsumerRecord<byte[], byte[]> raw, Predicate<String> keys,
			Predicate<Delivery> deliveries) {
		try {
			return key(raw).filter(keys).isEmpty() || this.decoder.decode(raw).map(deliveries::test).orElse(true);
		}
		catch (InvalidEventException ex) {
			return true;
		}
	}

}
