package dev.rollcall.acceptance.check;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A record of a topic, as dumped.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset
 * @param key the key; null if there is none
 * @param bytes the value as it is; null if there is none
 * @param headers the headers, as text; of several of one name the last
 * @param type the simple name of the value's schema; null if there is no value or nobody
 * can read it
 * @param fields what the value says; empty without a type
 * @param fault why no consumer can read it; null if it can be read
 */
public record LogRecord(String topic, int partition, long offset, @Nullable String key, byte @Nullable [] bytes,
		Map<String, String> headers, @Nullable String type, Map<String, Object> fields, @Nullable String fault) {

	/** Says where it is, as dead letters do. */
	String position() {
		return this.topic + "-" + this.partition + "@" + this.offset;
	}

	boolean is(String name) {
		return name.equals(this.type);
	}

	long number(String field) {
		return (this.fields.get(field) instanceof Number number) ? number.longValue() : Long.MIN_VALUE;
	}

	String text(String field) {
		return String.valueOf(this.fields.get(field));
	}

	@Nullable Object value(String field) {
		return this.fields.get(field);
	}

	@SuppressWarnings("unchecked")
	@Nullable Map<String, Object> part(String field) {
		return (Map<String, Object>) this.fields.get(field);
	}

}
