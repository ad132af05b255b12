package dev.rollcall.projection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records in the listener, where a registry that is away can be told from bytes
 * that no schema reads. Safe for several threads.
 */
final class EventDecoder implements AutoCloseable {

	/** The wire format: magic byte 0, then a content id of 4 bytes. */
	private static final int HEADER = 5;

	private final ValueReader reader;

	private final Set<String> compactedTopics;

	/** Content ids of which a record has been read: the registry is not asked again. */
	private final Set<Integer> readable = ConcurrentHashMap.newKeySet();

	/** Content ids of records that have no class here. */
	private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

	EventDecoder(ValueReader reader, Set<String> compactedTopics) {
		this.reader = reader;
		this.compactedTopics = compactedTopics;
	}

	static EventDecoder of(Map<String, Object> settings, Set<String> compactedTopics, Duration limit) {
		return new EventDecoder(new ValueReader(settings, limit), compactedTopics);
	}

	/**
	 * Decodes a record.
	 * @param raw the bytes
	 * @return what it says; empty if it is of a type that has no class here
	 * @throws InvalidEventException if it can never be decoded
	 * @throws RuntimeException for any other reason, such as a registry that is away
	 */
	Optional<Delivery> decode(ConsumerRecord<byte[], byte[]> raw) {
		String key = RecordText.key(raw);
		if (raw.value() == null) {
			return Optional.of(tombstone(raw, key));
		}
		int contentId = contentId(raw.value());
		if (this.unknown.contains(contentId)) {
			return Optional.empty();
		}
		SpecificRecord value = read(raw.topic(), contentId, raw.value());
		if (value == null) {
			return Optional.empty();
		}
		checkEnd(raw, value);
		checkKey(key, value);
		return Optional.of(delivery(raw, key, value));
	}

	/**
	 * Reads a value for people to look at, whatever class it has or lacks here.
	 * @param topic its topic
	 * @param bytes the value
	 * @return the record; null if it cannot be read now
	 */
	@Nullable GenericRecord generic(String topic, byte[] bytes) {
		try {
			contentId(bytes);
			return (this.reader.readGenericInTime(topic, bytes) instanceof GenericRecord generic) ? generic : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private Delivery tombstone(ConsumerRecord<byte[], byte[]> raw, String key) {
		if (!this.compactedTopics.contains(raw.topic())) {
			throw new InvalidEventException("A null value in a topic that is not compacted");
		}
		return delivery(raw, key, null);
	}

	private static Delivery delivery(ConsumerRecord<byte[], byte[]> raw, String key, @Nullable SpecificRecord value) {
		return new Delivery(raw, new EventRecord(raw.topic(), raw.partition(), raw.offset(), key, value,
				RecordText.headers(raw.headers())));
	}

	private static int contentId(byte[] bytes) {
		if (bytes.length < HEADER || bytes[0] != 0) {
			throw new InvalidEventException("The value does not begin with a zero byte and a content id");
		}
		return ByteBuffer.wrap(bytes).getInt(1);
	}

	private @Nullable SpecificRecord read(String topic, int contentId, byte[] bytes) {
		Object value;
		try {
			value = this.readable.contains(contentId) ? this.reader.read(topic, bytes)
					: this.reader.readInTime(topic, bytes);
		}
		catch (RuntimeException ex) {
			value = reread(topic, contentId, bytes, ex);
		}
		if (this.unknown.contains(contentId)) {
			return null;
		}
		if (!(value instanceof SpecificRecord specific)) {
			throw new IllegalStateException("spring.kafka.consumer.value-deserializer does not make specific records");
		}
		this.readable.add(contentId);
		return specific;
	}

	/**
	 * Reads again where the schema was not known before, and finds out whose fault it is
	 * that it fails: once the schema is known it is not the registry's.
	 */
	private @Nullable Object reread(String topic, int contentId, byte[] bytes, RuntimeException failure) {
		if (this.readable.contains(contentId)) {
			throw new InvalidEventException("No schema reads the value", RootCause.of(failure));
		}
		if (hasNoClass(topic, bytes)) {
			this.unknown.add(contentId);
			return null;
		}
		this.reader.requireSchema(topic, Arrays.copyOf(bytes, HEADER));
		try {
			return this.reader.read(topic, bytes);
		}
		catch (RuntimeException ex) {
			throw new InvalidEventException("No schema reads the value", RootCause.of(ex));
		}
	}

	private boolean hasNoClass(String topic, byte[] bytes) {
		try {
			return this.reader.readGenericInTime(topic, bytes) instanceof GenericRecord generic
					&& SpecificData.get().getClass(generic.getSchema()) == null;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private void checkEnd(ConsumerRecord<byte[], byte[]> raw, SpecificRecord value) {
		byte[] bytes = raw.value();
		if (isEncodingOf(value, bytes)) {
			return;
		}
		// Another version of the schema, or more bytes than the record has: then the last
		// one is not missed.
		try {
			this.reader.read(raw.topic(), Arrays.copyOf(bytes, bytes.length - 1));
		}
		catch (RuntimeException ex) {
			return;
		}
		throw new InvalidEventException("The value has more bytes than its record");
	}

	private static boolean isEncodingOf(SpecificRecord value, byte[] bytes) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream(bytes.length);
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(encoded, null);
		try {
			writer(value).write(value, encoder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Arrays.equals(encoded.toByteArray(), 0, encoded.size(), bytes, HEADER, bytes.length);
	}

	private static SpecificDatumWriter<SpecificRecord> writer(SpecificRecord value) {
		return new SpecificDatumWriter<>(value.getSchema(), SpecificData.getForClass(value.getClass()));
	}

	private static void checkKey(String key, SpecificRecord value) {
		Schema.Field userId = value.getSchema().getField("userId");
		if (userId != null && !key.equals(String.valueOf(value.get(userId.pos())))) {
			throw new InvalidEventException("The key is not the record's user id");
		}
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
