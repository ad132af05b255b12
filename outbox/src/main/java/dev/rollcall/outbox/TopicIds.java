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
import java.util.stream.LongStream;

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

	private final long[] sorted;

	private TopicIds(long[] sorted) {
		this.sorted = sorted;
	}

	/**
	 * Reads a topic to the end that it has now.
	 * @param since the time of the first record to read
	 * @throws KafkaException if the broker does not respond in time
	 */
	static TopicIds read(TopicReader reader, String topic, Instant since) {
		LongStream.Builder found = LongStream.builder();
		try (Consumer<byte[], byte[]> consumer = reader.open()) {
			List<TopicPartition> partitions = TopicReader.partitions(consumer, List.of(topic));
			consumer.assign(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			seek(consumer, ends, since);
			reader.read(consumer, ends, (batch) -> {
				for (ConsumerRecord<byte[], byte[]> record : batch) {
					Header id = record.headers().lastHeader(EventHeaders.ID);
					if (id != null && id.value() != null) {
						found.add(hash(id.value()));
					}
				}
				return true;
			});
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
