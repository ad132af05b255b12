package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record that waits in the document of the aggregate it tells about.
 *
 * @param id the message's id; for an event the event's id. The same in every repeat
 * @param topic the topic it goes to
 * @param partitionKey the record's key (UTF-8); messages of one key keep their order
 * @param payload the record's value, encoded; null is a tombstone
 * @param headers the record's headers, values in UTF-8; names without dots or a leading
 * dollar sign
 * @param erases whether the copies that the outbox keeps of its document's messages are
 * deleted once this one is published: see {@link #erasing()}
 */
public record OutboxMessage(String id, String topic, String partitionKey, byte @Nullable [] payload,
		Map<String, String> headers, boolean erases) {

	/** The largest payload that is taken, in bytes. */
	public static final int MAX_PAYLOAD = 256 * 1024;

	static final String KEY = "partitionKey";

	static final String TOPIC = "topic";

	static final String PAYLOAD = "payload";

	private static final String HEADERS = "headers";

	/** In the stored message only where it is true. */
	static final String ERASES = "erases";

	/**
	 * Checks the message.
	 * @throws IllegalArgumentException if the payload is over {@value #MAX_PAYLOAD} bytes
	 * or a header's name cannot be a field's
	 */
	public OutboxMessage(String id, String topic, String partitionKey, byte @Nullable [] payload,
			Map<String, String> headers, boolean erases) {
		if (payload != null && payload.length > MAX_PAYLOAD) {
			throw new IllegalArgumentException(
					"A message of %d bytes for %s; at most %d are taken".formatted(payload.length, topic, MAX_PAYLOAD));
		}
		this.id = id;
		this.topic = topic;
		this.partitionKey = partitionKey;
		this.payload = payload;
		this.headers = Map.copyOf(headers);
		this.erases = erases;
		headers.keySet().forEach(OutboxMessage::checkName);
	}

	/**
	 * Makes a message that erases nothing.
	 * @param id the message's id
	 * @param topic the topic it goes to
	 * @param partitionKey the record's key
	 * @param payload the record's value, encoded; null is a tombstone
	 * @param headers the record's headers
	 * @throws IllegalArgumentException if the payload is over {@value #MAX_PAYLOAD} bytes
	 * or a header's name cannot be a field's
	 */
	public OutboxMessage(String id, String topic, String partitionKey, byte @Nullable [] payload,
			Map<String, String> headers) {
		this(id, topic, partitionKey, payload, headers, false);
	}

	/**
	 * Makes a tombstone: a record without a value, with which a compacted topic forgets
	 * its key. Who reads the topic learns from the headers {@code eventId} (also
	 * {@code ce_id}) and {@code userVersion} what was deleted by which fact.
	 * @param topic the compacted topic
	 * @param partitionKey the key to forget
	 * @param eventId the tombstone's id; it becomes the message's id too, so each
	 * tombstone has its own
	 * @param userVersion the version of what is deleted, as its last event counts it
	 * @return the message
	 */
	public static OutboxMessage tombstone(String topic, String partitionKey, String eventId, long userVersion) {
		return new OutboxMessage(eventId, topic, partitionKey, null, Map.of("eventId", eventId, "userVersion",
				Long.toString(userVersion), "ce_specversion", "1.0", "ce_id", eventId, "ce_subject", partitionKey));
	}

	/**
	 * Returns this message, marked as the one that tells of a deletion. Once it is
	 * published, the outbox deletes the copies that it keeps for repair of its document's
	 * messages: all but tombstones and messages so marked. Append it after what it
	 * deletes; safe to repeat, and repeated after a crash.
	 * @return a message that differs in {@link #erases()} only
	 */
	public OutboxMessage erasing() {
		return new OutboxMessage(this.id, this.topic, this.partitionKey, this.payload, this.headers, true);
	}

	static OutboxMessage from(Document document) {
		Binary payload = document.get(PAYLOAD, Binary.class);
		Map<String, String> headers = new HashMap<>();
		document.get(HEADERS, new Document()).forEach((name, value) -> headers.put(name, String.valueOf(value)));
		return new OutboxMessage(text(document, "id"), text(document, TOPIC), text(document, KEY),
				(payload != null) ? payload.getData() : null, headers, document.getBoolean(ERASES, false));
	}

	private static String text(Document document, String field) {
		return Objects.requireNonNull(document.getString(field), field);
	}

	private static void checkName(String header) {
		if (header.isEmpty() || header.startsWith("$") || header.indexOf('.') >= 0) {
			throw new IllegalArgumentException("Not a name for a header: '" + header + "'");
		}
	}

	Document toDocument() {
		Document document = new Document("id", this.id).append(TOPIC, this.topic)
			.append(KEY, this.partitionKey)
			.append(PAYLOAD, (this.payload != null) ? new Binary(this.payload) : null)
			.append(HEADERS, new Document(Map.copyOf(this.headers)));
		return this.erases ? document.append(ERASES, true) : document;
	}

	ProducerRecord<String, byte @Nullable []> toRecord() {
		ProducerRecord<String, byte @Nullable []> out = new ProducerRecord<>(this.topic, this.partitionKey,
				this.payload);
		this.headers.forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
		return out;
	}

	int size() {
		return (this.payload != null) ? this.payload.length : 0;
	}

}
