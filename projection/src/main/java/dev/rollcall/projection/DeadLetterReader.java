package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead-letter topics, in no consumer group and at most some megabytes at once.
 * Rarely used, so each call opens its own client. Blocks.
 */
final class DeadLetterReader {

	/** Newest first; at equal times in the order of topics and partitions. */
	private static final Comparator<DeadLetter> NEWEST_FIRST = Comparator
		.comparingLong((DeadLetter deadLetter) -> -deadLetter.stored().timestamp())
		.thenComparing((deadLetter) -> deadLetter.id().partition().toString())
		.thenComparingLong((deadLetter) -> -deadLetter.id().offset());

	private static final int FETCH_BYTES = 1024 * 1024;

	private final TopicReader topics;

	DeadLetterReader(Map<String, Object> settings, Duration limit) {
		Map<String, Object> small = new HashMap<>(settings);
		small.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
		small.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
		this.topics = new TopicReader(small, limit);
	}

	/**
	 * Reads the newest dead letters, without their bytes.
	 * @param topics those that do not exist are treated as empty
	 * @param after the last one of the previous page; null for the first page
	 * @throws KafkaException if the broker does not respond
	 */
	List<DeadLetter> newest(Collection<String> topics, int limit, @Nullable DeadLetterId after) {
		try (KafkaConsumer<byte[], byte[]> consumer = this.topics.open()) {
			List<TopicPartition> partitions = TopicReader.partitions(consumer, topics);
			Map<TopicPartition, Long> ends = (after != null) ? endsAfter(consumer, partitions, after)
					: consumer.endOffsets(partitions);
			Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
			List<DeadLetter> deadLetters = new ArrayList<>();
			for (TopicPartition partition : partitions) {
				Deque<DeadLetter> newest = new ArrayDeque<>();
				long end = ends.getOrDefault(partition, 0L);
				long begin = Math.max(begins.getOrDefault(partition, 0L), end - limit);
				read(consumer, partition, begin, end, (deadLetter) -> newest.add(deadLetter.withoutBytes()));
				deadLetters.addAll(newest);
			}
			return deadLetters.stream().sorted(NEWEST_FIRST).limit(limit).toList();
		}
	}

	/**
	 * Finds the end offset in each partition of what follows one dead letter in the order
	 * of the list.
	 */
	private Map<TopicPartition, Long> endsAfter(KafkaConsumer<byte[], byte[]> consumer,
			Collection<TopicPartition> partitions, DeadLetterId after) {
		Optional<DeadLetter> last = read(consumer, after);
		if (last.isEmpty()) {
			return Map.of();
		}
		long time = last.get().stored().timestamp();
		Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
		Map<TopicPartition, Long> times = new HashMap<>();
		for (TopicPartition partition : partitions) {
			boolean comesLater = partition.toString().compareTo(after.partition().toString()) > 0;
			times.put(partition, comesLater ? time + 1 : time);
		}
		Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
		found.forEach((partition, first) -> {
			if (first != null) {
				ends.put(partition, first.offset());
			}
		});
		ends.put(after.partition(), after.offset());
		return ends;
	}

	/**
	 * Reads one dead letter.
	 * @throws KafkaException if the broker does not respond
	 */
	Optional<DeadLetter> read(DeadLetterId id) {
		try (KafkaConsumer<byte[], byte[]> consumer = this.topics.open()) {
			return read(consumer, id);
		}
	}

	private Optional<DeadLetter> read(KafkaConsumer<byte[], byte[]> consumer, DeadLetterId id) {
		List<TopicPartition> one = List.of(id.partition());
		if (!TopicReader.partitions(consumer, List.of(id.partition().topic())).contains(id.partition())
				|| id.offset() < consumer.beginningOffsets(one).getOrDefault(id.partition(), 0L)
				|| id.offset() >= consumer.endOffsets(one).getOrDefault(id.partition(), 0L)) {
			return Optional.empty();
		}
		List<DeadLetter> found = new ArrayList<>();
		read(consumer, id.partition(), id.offset(), id.offset() + 1, found::add);
		return found.stream().findFirst();
	}

	/**
	 * Reads all dead letters that exist now, oldest first within a partition.
	 * @param topics those that do not exist are treated as empty
	 * @param each may block
	 * @throws KafkaException if the broker does not respond
	 */
	void scan(Collection<String> topics, Consumer<DeadLetter> each) {
		try (KafkaConsumer<byte[], byte[]> consumer = this.topics.open()) {
			List<TopicPartition> partitions = TopicReader.partitions(consumer, topics);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
			for (TopicPartition partition : partitions) {
				read(consumer, partition, begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L), each);
			}
		}
	}

	private void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end,
			Consumer<DeadLetter> each) {
		if (begin >= end) {
			return;
		}
		consumer.assign(List.of(partition));
		consumer.seek(partition, begin);
		this.topics.read(consumer, Map.of(partition, end), (batch) -> {
			for (ConsumerRecord<byte[], byte[]> stored : batch) {
				if (stored.offset() < end) {
					each.accept(DeadLetter.of(stored));
				}
			}
			return true;
		});
	}

}
