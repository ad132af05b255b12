package dev.rollcall.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The ids (header {@code ce_id}) of a topic's records since a time, as 8-byte hashes.
 */
final class TopicIds {

	private final Map<TopicPartition, Long> ends;

	private long[] hashes = new long[1024];

	private int size;

	private TopicIds(Map<TopicPartition, Long> ends) {
		this.ends = ends;
	}

	/**
	 * Reads the records of a window of time.
	 * @param until if it is in the future: to the end that the topic has now
	 * @throws KafkaException if the broker does not respond in time
	 */
	static TopicIds read(TopicReader reader, String topic, Instant since, Instant until) {
		try (Consumer<byte[], byte[]> consumer = reader.open()) {
			Map<TopicPartition, Long> end = assign(consumer, topic);
			TopicIds ids = new TopicIds(offsets(consumer, end, until));
			ids.read(reader, consumer, offsets(consumer, end, since));
			return ids;
		}
	}

	/**
	 * Reads what follows, to the end that the topic has now.
	 * @throws KafkaException if the broker does not respond in time
	 */
	TopicIds readOn(TopicReader reader, String topic) {
		try (Consumer<byte[], byte[]> consumer = reader.open()) {
			TopicIds ids = new TopicIds(assign(consumer, topic));
			ids.read(reader, consumer, this.ends);
			return ids;
		}
	}

	/**
	 * Assigns the partitions, because the consumer logs a warning for the end of each
	 * other one.
	 * @return their ends
	 */
	private static Map<TopicPartition, Long> assign(Consumer<byte[], byte[]> consumer, String topic) {
		List<TopicPartition> partitions = TopicReader.partitions(consumer, List.of(topic));
		consumer.assign(partitions);
		return consumer.endOffsets(partitions);
	}

	private void read(TopicReader reader, Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from) {
		this.ends.keySet().forEach((partition) -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
		reader.read(consumer, this.ends, (batch) -> {
			for (ConsumerRecord<byte[], byte[]> record : batch) {
				Header id = record.headers().lastHeader(EventHeaders.ID);
				if (id != null && id.value() != null) {
					add(hash(id.value()));
				}
			}
			return true;
		});
		Arrays.sort(this.hashes, 0, this.size);
	}

	private void add(long hash) {
		if (this.size == this.hashes.length) {
			this.hashes = Arrays.copyOf(this.hashes, this.size + this.size / 2);
		}
		this.hashes[this.size++] = hash;
	}

	/** The first offsets of a time; the ends where there are none. */
	private static Map<TopicPartition, Long> offsets(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends,
			Instant time) {
		Map<TopicPartition, Long> times = new HashMap<>();
		ends.keySet().forEach((partition) -> times.put(partition, time.toEpochMilli()));
		Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
		Map<TopicPartition, Long> offsets = new HashMap<>();
		ends.forEach((partition, end) -> {
			OffsetAndTimestamp offset = first.get(partition);
			offsets.put(partition, (offset != null) ? offset.offset() : end);
		});
		return offsets;
	}

	boolean contains(String id) {
		return Arrays.binarySearch(this.hashes, 0, this.size, hash(id.getBytes(StandardCharsets.UTF_8))) >= 0;
	}

	private static long hash(byte[] id) {
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(id)).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
