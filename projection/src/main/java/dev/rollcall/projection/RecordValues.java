package dev.rollcall.projection;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts an Avro record to maps, lists and values of JSON.
 */
final class RecordValues {

	private RecordValues() {
	}

	static Map<String, @Nullable Object> of(IndexedRecord record) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (Schema.Field field : record.getSchema().getFields()) {
			values.put(field.name(), value(record.get(field.pos())));
		}
		return values;
	}

	private static @Nullable Object value(@Nullable Object value) {
		if (value == null || value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof IndexedRecord record) {
			return of(record);
		}
		if (value instanceof Collection<?> items) {
			return items.stream().map(RecordValues::value).toList();
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> values = new LinkedHashMap<>();
			map.forEach((key, each) -> values.put(String.valueOf(key), value(each)));
			return values;
		}
		if (value instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return Base64.getEncoder().encodeToString(bytes);
		}
		return (value instanceof GenericFixed fixed) ? Base64.getEncoder().encodeToString(fixed.bytes())
				: value.toString();
	}

}
