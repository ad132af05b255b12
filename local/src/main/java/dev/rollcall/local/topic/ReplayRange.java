package dev.rollcall.local.topic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Selects records of a topic; null does not limit.
 *
 * @param from records with this timestamp or a later one
 * @param to records with an earlier timestamp
 * @param fromOffset records from this offset on, in each partition
 * @param toOffset records before this offset, in each partition
 * @param types records with one of these types (without the namespace) in the header
 * {@code ce_type}; empty for all
 */
public record ReplayRange(@Nullable Instant from, @Nullable Instant to, @Nullable Long fromOffset,
		@Nullable Long toOffset, @Nullable Integer partition, @Nullable String user, Set<String> types) {

	boolean includes(int partition) {
		return this.partition == null || this.partition == partition;
	}

	/**
	 * Returns the first offset to read in a partition.
	 * @param first the oldest offset of the partition
	 * @param since the first offset with the timestamp {@link #from} or a later one
	 * @param end the offset after the last record of the partition
	 */
	long start(long first, long since, long end) {
		long offset = (this.fromOffset != null) ? this.fromOffset : first;
		return Math.min(end, Math.max(first, Math.max(since, offset)));
	}

	/** Returns the offset to stop before, in a partition with this end. */
	long end(long end) {
		return (this.toOffset != null) ? Math.min(end, this.toOffset) : end;
	}

	boolean contains(ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null && isForCompaction(text(record.key()))) {
			return false;
		}
		boolean inTime = (this.from == null || record.timestamp() >= this.from.toEpochMilli())
				&& (this.to == null || record.timestamp() < this.to.toEpochMilli());
		return inTime && (this.user == null || this.user.equals(RecordKey.parse(text(record.key())).subject()))
				&& (this.types.isEmpty() || this.types.contains(type(record)));
	}

	/**
	 * Markers and tombstones of user events: they say nothing in a topic that keeps
	 * everything.
	 */
	private static boolean isForCompaction(String key) {
		return key.equals(RecordKey.MARKER) || RecordKey.parse(key).userVersion() != null;
	}

	private static String type(ConsumerRecord<byte[], byte[]> record) {
		Header header = record.headers().lastHeader(EventHeaders.TYPE);
		String type = (header != null) ? text(header.value()) : "";
		return type.substring(type.lastIndexOf('.') + 1);
	}

	private static String text(byte @Nullable [] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
	}

}
