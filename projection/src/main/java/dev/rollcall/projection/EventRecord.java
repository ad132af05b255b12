package dev.rollcall.projection;

import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A consumed record, decoded.
 *
 * @param topic where it was read
 * @param partition the partition it was read from
 * @param offset its offset in the partition
 * @param key the record's key, a user id
 * @param value the decoded value; null is a tombstone, which only compacted topics have
 * @param headers the record's headers, values in UTF-8; the last of a repeated name
 */
public record EventRecord(String topic, int partition, long offset, String key, @Nullable SpecificRecord value,
		Map<String, String> headers) {

}
