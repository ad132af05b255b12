package dev.rollcall.projection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Key and headers as text, within limits that a hostile record cannot pass.
 */
final class RecordText {

	private static final int MAX_KEY_BYTES = 256;

	private static final int MAX_HEADERS = 64;

	private static final int MAX_HEADER_BYTES = 4096;

	private RecordText() {
	}

	static String key(ConsumerRecord<byte[], byte[]> record) {
		byte[] key = record.key();
		if (key == null || key.length == 0) {
			throw new InvalidEventException("The key is missing");
		}
		if (key.length > MAX_KEY_BYTES) {
			throw new InvalidEventException("The key is too long");
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidEventException("The key is not UTF-8", ex);
		}
	}

	static Map<String, String> headers(Headers headers) {
		Map<String, String> texts = new LinkedHashMap<>();
		for (Header header : headers) {
			byte[] value = header.value();
			boolean room = texts.size() < MAX_HEADERS || texts.containsKey(header.key());
			if (room && value != null && header.key().length() + value.length <= MAX_HEADER_BYTES) {
				texts.put(header.key(), new String(value, StandardCharsets.UTF_8));
			}
		}
		return Map.copyOf(texts);
	}

}
