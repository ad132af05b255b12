package dev.rollcall.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The ids (header {@code ce_id}) of a topic's records since a time, of which 8 bytes each
 * are kept.
 */
final class TopicIds {

	private static final String ID = "ce_id";

	private static final Duration POLL = Duration.ofMillis(200);

	private static final Duration SILENCE = Duration.ofSeconds(15);

	private final long[] sorted;

	private TopicIds(long[] sorted) {
		this.sorted = sorted;
	}

	/**
	 * Reads to the end that the topic has now.
	 * @param consumer a consumer of bytes, not assigned
	 * @param topic the topic
	 * @param since from when on
	 * @return the ids
	 * @throws KafkaException if the broker does not give what it has
	 */
	static TopicIds read(Consumer<byte[], byte[]> consumer, String topic, Instant since) {
		LongStream.Builder found = LongStream.builder();
		List<TopicPartition> partitions = consumer.partitionsFor(topic)
			.stream()
			.map((partition) -> new TopicPartition(topic, partition.partition()))
			.toList();
		consumer.assign(partitions);
		Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
		seek(consumer, ends, since);
		long heard = System.nanoTime();
		while (!ends.isEmpty()) {
			for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
				Header id = record.headers().lastHeader(ID);
				if (id != null && id.value() != null) {
					found.add(hash(id.value()));
				}
				heard = System.nanoTime();
			}
			ends.entrySet().removeIf((end) -> consumer.position(end.getKey()) >= end.getValue());
			if (System.nanoTime() - heard > SILENCE.toNanos()) {
				throw new KafkaException("The broker does not give what it has in " + ends.keySet());
			}
		}
		return new TopicIds(found.build().sorted().toArray());
	}

	private static void seek(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Instant since) {
		Map<TopicPartition, Long> times = new HashMap<>();
		ends.keySet().forEach((partition) -> times.put(partition, since.toEpochMilli()));
		Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
		ends.forEach((partition, end) -> {
			OffsetAndTimestamp offset = first.get(partition);
			consumer.seek(partition, (offset != null) ? offset.offset() : end);
		});
	}

	boolean contains(String id) {
		return Arrays.binarySearch(this.sorted, hash(id.getBytes(StandardCharsets.UTF_8))) >= 0;
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
