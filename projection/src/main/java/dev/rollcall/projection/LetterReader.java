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

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead-letter topics, in no group and with no more than some megabytes at once.
 * Rarely needed, so each question has a client of its own. Blocks.
 */
final class LetterReader {

	/** Newest first; of one time in the order of the topics and partitions. */
	private static final Comparator<Letter> NEWEST_FIRST = Comparator
		.comparingLong((Letter letter) -> -letter.stored().timestamp())
		.thenComparing((letter) -> letter.id().partition().toString())
		.thenComparingLong((letter) -> -letter.id().offset());

	private static final int FETCH_BYTES = 1024 * 1024;

	private final Map<String, Object> settings;

	private final Duration limit;

	LetterReader(Map<String, Object> settings, Duration limit) {
		this.settings = new HashMap<>(settings);
		this.limit = limit;
		this.settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		this.settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		this.settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// The close waits for the last fetch, which waits for records that may never
		// come.
		this.settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
		this.settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
		this.settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * FETCH_BYTES);
		this.settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
		this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
		this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1, limit.toMillis() / 2));
		this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
		this.settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
		this.settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
	}

	private KafkaConsumer<byte[], byte[]> open() {
		return new KafkaConsumer<>(this.settings);
	}

	/**
	 * Reads the newest letters, without their bytes.
	 * @param topics the dead-letter topics; those that do not exist hold nothing
	 * @param limit how many at most
	 * @param after the last letter of the page before; null for the first page
	 * @return the letters, newest first
	 * @throws KafkaException if the broker does not answer
	 */
	List<Letter> newest(Collection<String> topics, int limit, @Nullable LetterId after) {
		try (KafkaConsumer<byte[], byte[]> consumer = open()) {
			List<TopicPartition> partitions = partitions(consumer, topics);
			Map<TopicPartition, Long> ends = (after != null) ? endsAfter(consumer, partitions, after)
					: consumer.endOffsets(partitions);
			Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
			List<Letter> letters = new ArrayList<>();
			for (TopicPartition partition : partitions) {
				Deque<Letter> newest = new ArrayDeque<>();
				long end = ends.getOrDefault(partition, 0L);
				long begin = Math.max(begins.getOrDefault(partition, 0L), end - limit);
				read(consumer, partition, begin, end, (letter) -> newest.add(letter.withoutBytes()));
				letters.addAll(newest);
			}
			return letters.stream().sorted(NEWEST_FIRST).limit(limit).toList();
		}
	}

	/**
	 * Where each partition's letters end that come after one in the order of the list.
	 */
	private Map<TopicPartition, Long> endsAfter(KafkaConsumer<byte[], byte[]> consumer,
			Collection<TopicPartition> partitions, LetterId after) {
		Optional<Letter> last = read(consumer, after);
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
	 * Reads one letter.
	 * @param id its name
	 * @return the letter; empty if there is none
	 * @throws KafkaException if the broker does not answer
	 */
	Optional<Letter> read(LetterId id) {
		try (KafkaConsumer<byte[], byte[]> consumer = open()) {
			return read(consumer, id);
		}
	}

	private Optional<Letter> read(KafkaConsumer<byte[], byte[]> consumer, LetterId id) {
		List<TopicPartition> one = List.of(id.partition());
		if (!partitions(consumer, List.of(id.partition().topic())).contains(id.partition())
				|| id.offset() < consumer.beginningOffsets(one).getOrDefault(id.partition(), 0L)
				|| id.offset() >= consumer.endOffsets(one).getOrDefault(id.partition(), 0L)) {
			return Optional.empty();
		}
		List<Letter> found = new ArrayList<>();
		read(consumer, id.partition(), id.offset(), id.offset() + 1, found::add);
		return found.stream().findFirst();
	}

	/**
	 * Reads all letters that there are now, oldest first within a partition.
	 * @param topics the dead-letter topics; those that do not exist hold nothing
	 * @param each takes each letter; may take its time
	 * @throws KafkaException if the broker does not answer
	 */
	void scan(Collection<String> topics, Consumer<Letter> each) {
		try (KafkaConsumer<byte[], byte[]> consumer = open()) {
			List<TopicPartition> partitions = partitions(consumer, topics);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
			for (TopicPartition partition : partitions) {
				read(consumer, partition, begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L), each);
			}
		}
	}

	private void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end,
			Consumer<Letter> each) {
		if (begin >= end) {
			return;
		}
		consumer.assign(List.of(partition));
		consumer.seek(partition, begin);
		long progressAt = System.nanoTime();
		long position = begin;
		while (position < end) {
			for (ConsumerRecord<byte[], byte[]> stored : consumer.poll(Duration.ofMillis(200))) {
				if (stored.offset() < end) {
					each.accept(Letter.of(stored));
				}
			}
			long reached = consumer.position(partition);
			if (reached > position) {
				progressAt = System.nanoTime();
			}
			else if (System.nanoTime() - progressAt > this.limit.toNanos()) {
				throw new KafkaException("The broker does not give what it has in " + partition);
			}
			position = reached;
		}
	}

	private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
		return topics.stream()
			.flatMap((topic) -> consumer.partitionsFor(topic).stream())
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
	}

}
