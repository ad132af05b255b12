package dev.rollcall.projection;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * All of a dead letter for operators: the value decoded if possible, else its first
 * bytes.
 */
final class DeadLetterView {

	private static final int FIRST_BYTES = 512;

	private final EventDecoder decoder;

	DeadLetterView(EventDecoder decoder) {
		this.decoder = decoder;
	}

	Map<String, Object> of(DeadLetterDesk.Listed listed) {
		Map<String, Object> view = listed.summary();
		ConsumerRecord<byte[], byte[]> stored = listed.deadLetter().stored();
		if (stored.key() != null) {
			view.put("key", key(stored));
		}
		view.put("headers", RecordText.headers(stored.headers()));
		byte[] bytes = stored.value();
		view.put("bytes", (bytes != null) ? bytes.length : 0);
		if (bytes != null) {
			value(view, listed.deadLetter().cause("topic"), bytes);
		}
		return view;
	}

	private void value(Map<String, Object> view, String topic, byte[] bytes) {
		@Nullable GenericRecord record = this.decoder.generic(topic, bytes);
		if (record != null) {
			view.put("type", record.getSchema().getFullName());
			view.put("value", RecordValues.of(record));
		}
		else {
			view.put("firstBytes", base64(bytes));
		}
	}

	private static String key(ConsumerRecord<byte[], byte[]> stored) {
		try {
			return RecordText.key(stored);
		}
		catch (InvalidEventException ex) {
			return "base64:" + base64(stored.key());
		}
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, FIRST_BYTES)));
	}

}
