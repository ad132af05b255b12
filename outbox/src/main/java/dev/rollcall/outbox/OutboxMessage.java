package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.rollcall.schemas.EventHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record that is pending in the document of its aggregate.
 *
 * @param id the message's id; for an event the event's id. The same in every repeat
 * @param partitionKey decides the partition, as Kafka's hash of a record's key (UTF-8);
 * messages with the same partition key keep their order
 * @param key the record's key: the partition key, unless {@link #withKey} gives another
 * @param payload the record's encoded value; null is a tombstone
 * @param headers the record's headers, values in UTF-8; names without dots or a leading
 * dollar sign
 * @param erases whether publishing this message deletes the outbox's copies of its
 * document's messages: see {@link #erasing()}
 */
public record OutboxMessage(String id, String topic, String partitionKey, String key, byte @Nullable [] payload,
		Map<String, String> headers, boolean erases) {

	/** The maximum size of a payload, in bytes. */
	public static final int MAX_PAYLOAD = 256 * 1024;

	static final String PARTITION_KEY = "partitionKey";

	/** Stored only if it is not the partition key. */
	static final String KEY = "key";

	static final String TOPIC = "topic";

	static final String PAYLOAD = "payload";

	private static final String HEADERS = "headers";

	/** Stored only if true. */
	static final String ERASES = "erases";

	/**
	 * Checks the message.
	 * @throws IllegalArgumentException if the payload exceeds {@value #MAX_PAYLOAD} bytes
	 * or a header's name cannot be the name of a field
	 */
	public OutboxMessage(String id, String topic, String partitionKey, String key, byte @Nullable [] payload,
			Map<String, String> headers, boolean erases) {
		if (payload != null && payload.length > MAX_PAYLOAD) {
			throw new IllegalArgumentException("A message for topic %2$s has %1$d bytes, more than the maximum of %3$d"
				.formatted(payload.length, topic, MAX_PAYLOAD));
		}
		this.id = id;
		this.topic = topic;
		this.partitionKey = partitionKey;
		this.key = key;
		this.payload = payload;
		this.headers = Map.copyOf(headers);
		this.erases = erases;
		headers.keySet().forEach(OutboxMessage::checkName);
	}

	/**
	 * Creates a message whose key is its partition key, and which erases nothing.
	 * @param payload the record's encoded value; null is a tombstone
	 * @throws IllegalArgumentException if the payload exceeds {@value #MAX_PAYLOAD} bytes
	 * or a header's name cannot be the name of a field
	 */
	public OutboxMessage(String id, String topic, String partitionKey, byte @Nullable [] payload,
			Map<String, String> headers) {
		this(id, topic, partitionKey, partitionKey, payload, headers, false);
	}

	/**
	 * Creates a tombstone: a record without a value, which removes its key from a
	 * compacted topic. The headers {@code eventId} (also {@code ce_id}) and
	 * {@code userVersion} identify the deletion for consumers.
	 * @param topic the compacted topic
	 * @param partitionKey the key to remove
	 * @param eventId the tombstone's own id, also the message's id
	 * @param userVersion the version of the deletion
	 */
	public static OutboxMessage tombstone(String topic, String partitionKey, String eventId, long userVersion) {
		return new OutboxMessage(eventId, topic, partitionKey, null,
				Map.of(EventHeaders.EVENT_ID, eventId, EventHeaders.USER_VERSION, Long.toString(userVersion),
						EventHeaders.SPECVERSION, EventEncoder.SPECIFICATION, EventHeaders.ID, eventId,
						EventHeaders.SUBJECT, partitionKey, EventHeaders.PARTITION_KEY, partitionKey));
	}

	/**
	 * Returns this message with another key of its record: for topics in which compaction
	 * must tell apart the messages of one partition key.
	 * @param key the record's key (UTF-8)
	 */
	public OutboxMessage withKey(String key) {
		return new OutboxMessage(this.id, this.topic, this.partitionKey, key, this.payload, this.headers, this.erases);
	}

	/**
	 * Returns this message, marked as the event of a deletion. Once it is published, the
	 * outbox deletes its copies of the document's messages, except tombstones and marked
	 * messages. Append it after the messages that it deletes. The deletion is idempotent
	 * and repeated after a crash.
	 * @return a message that differs only in {@link #erases()}
	 */
	public OutboxMessage erasing() {
		return new OutboxMessage(this.id, this.topic, this.partitionKey, this.key, this.payload, this.headers, true);
	}

	static OutboxMessage from(Document document) {
		Binary payload = document.get(PAYLOAD, Binary.class);
		Map<String, String> headers = new HashMap<>();
		document.get(HEADERS, new Document()).forEach((name, value) -> headers.put(name, String.valueOf(value)));
		String partitionKey = text(document, PARTITION_KEY);
		String key = document.getString(KEY);
		return new OutboxMessage(text(document, "id"), text(document, TOPIC), partitionKey,
				(key != null) ? key : partitionKey, (payload != null) ? payload.getData() : null, headers,
				document.getBoolean(ERASES, false));
	}

	private static String text(Document document, String field) {
		return Objects.requireNonNull(document.getString(field), field);
	}

	private static void checkName(String header) {
		if (header.isEmpty() || header.startsWith("$") || header.indexOf('.') >= 0) {
			throw new IllegalArgumentException("Invalid header name: '" + header + "'");
		}
	}

	Document toDocument() {
		Document document = new Document("id", this.id).append(TOPIC, this.topic)
			.append(PARTITION_KEY, this.partitionKey)
			.append(PAYLOAD, (this.payload != null) ? new Binary(this.payload) : null)
			.append(HEADERS, new Document(Map.copyOf(this.headers)));
		if (hasOwnKey()) {
			document.append(KEY, this.key);
		}
		return this.erases ? document.append(ERASES, true) : document;
	}

	/** Whether the record's key and its partition are independent. */
	boolean hasOwnKey() {
		return !this.key.equals(this.partitionKey);
	}

	/**
	 * Returns the record.
	 * @param partition the partition; null if it follows from the record's key
	 */
	ProducerRecord<String, byte @Nullable []> toRecord(@Nullable Integer partition) {
		ProducerRecord<String, byte @Nullable []> out = new ProducerRecord<>(this.topic, partition, this.key,
				this.payload);
		this.headers.forEach((name, value) -> out.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
		return out;
	}

	/**
	 * Returns the partition in which Kafka's default partitioner puts the partition key.
	 */
	int partition(int partitions) {
		return Utils.toPositive(Utils.murmur2(this.partitionKey.getBytes(StandardCharsets.UTF_8))) % partitions;
	}

	int size() {
		return (this.payload != null) ? this.payload.length : 0;
	}

}
