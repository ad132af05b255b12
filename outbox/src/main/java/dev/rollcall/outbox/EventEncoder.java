package dev.rollcall.outbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.schemas.EventHeaders;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes Avro records as outbox messages: Confluent wire format (magic 0, 4-byte content
 * id, Avro binary) with CloudEvents 1.0 headers in binary mode, and {@code traceparent}
 * if there is a current span. The content ids of the service's schemas are read from the
 * registry once and kept in the service's store, so that a registry outage affects
 * neither writes nor restarts. Thread-safe; never blocks.
 */
public final class EventEncoder {

	static final String SPECIFICATION = "1.0";

	private static final String CONTENT_TYPE = "application/avro";

	private final String source;

	private final SchemaIds schemas;

	private final Traces traces;

	EventEncoder(String service, SchemaIds schemas, Traces traces) {
		this.source = "/rollcall/" + service;
		this.schemas = schemas;
		this.traces = traces;
	}

	/**
	 * Encodes an event.
	 * @param userId the partition key; also the record's key, except of user events
	 * @param eventId the event's id (UUIDv7), unique for each message; also the message's
	 * id and the header ce_id
	 * @param event a record of a declared class
	 * @throws EncoderNotReady while the content id of the schema is not known
	 * @throws IllegalArgumentException if the class is not declared, or the encoded event
	 * is too large for a message
	 */
	public OutboxMessage encode(String topic, UUID userId, UUID eventId, Instant occurredAt, SpecificRecord event) {
		Map<String, String> headers = new HashMap<>();
		headers.put(EventHeaders.SPECVERSION, SPECIFICATION);
		headers.put(EventHeaders.ID, eventId.toString());
		headers.put(EventHeaders.TYPE, event.getSchema().getFullName());
		headers.put(EventHeaders.SOURCE, this.source);
		headers.put(EventHeaders.SUBJECT, userId.toString());
		headers.put(EventHeaders.PARTITION_KEY, userId.toString());
		headers.put(EventHeaders.TIME, occurredAt.toString());
		headers.put(EventHeaders.CONTENT_TYPE, CONTENT_TYPE);
		this.traces.addTo(headers);
		return new OutboxMessage(eventId.toString(), topic, userId.toString(), payload(event), headers);
	}

	/**
	 * Creates a tombstone as {@link OutboxMessage#tombstone} does, and adds the
	 * {@code traceparent} of the current span.
	 * @param topic the compacted topic
	 * @param partitionKey the key to remove
	 * @param userVersion the version of the deletion
	 */
	public OutboxMessage tombstone(String topic, String partitionKey, String eventId, long userVersion) {
		OutboxMessage message = OutboxMessage.tombstone(topic, partitionKey, eventId, userVersion);
		Map<String, String> headers = new HashMap<>(message.headers());
		this.traces.addTo(headers);
		return new OutboxMessage(message.id(), topic, partitionKey, null, headers);
	}

	private byte[] payload(SpecificRecord event) {
		SchemaIds.Known schema = this.schemas.get(event.getClass());
		ByteArrayOutputStream out = new ByteArrayOutputStream(512);
		out.writeBytes(schema.prefix());
		BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(out, null);
		try {
			schema.writer().write(event, binary);
			binary.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}
