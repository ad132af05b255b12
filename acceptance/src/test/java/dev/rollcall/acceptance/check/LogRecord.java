package dev.rollcall.acceptance.check;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A record of a topic in a dump.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset
 * @param key the user id in the key; null if there is no key
 * @param bytes the encoded value; null if there is none
 * @param headers the headers as text; the last one of each name
 * @param type the simple name of the value's schema; null if there is no value or it
 * cannot be decoded
 * @param fields the decoded value; empty without a type
 * @param fault why no consumer can decode the record; null if it can be decoded
 */
public record LogRecord(String topic, int partition, long offset, @Nullable String key, byte @Nullable [] bytes,
		Map<String, String> headers, @Nullable String type, Map<String, Object> fields, @Nullable String fault) {

	/** Topic, partition and offset, in the form that dead letters use. */
	public String position() {
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

	@SuppressWarnings("unchecked") // a record within a record is decoded to such a map
	@Nullable Map<String, Object> part(String field) {
		return (Map<String, Object>) this.fields.get(field);
	}

}
