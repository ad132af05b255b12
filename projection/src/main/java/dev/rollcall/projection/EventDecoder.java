package dev.rollcall.projection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records in the listener, where a registry that is away can be told from bytes
 * that no schema reads: the configured deserializer gives the schema of each content id,
 * once, and Avro reads the bytes by it. Safe for several threads.
 */
final class EventDecoder implements AutoCloseable {

	/** The wire format: magic byte 0, then a content id of 4 bytes. */
	private static final int HEADER = 5;

	private final ValueReader reader;

	private final Set<String> compactedTopics;

	/** By content id: the registry is not asked again. */
	private final Map<Integer, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

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
		DatumReader<SpecificRecord> known = this.readers.get(contentId);
		DatumReader<SpecificRecord> datumReader = (known != null) ? known : learn(raw.topic(), contentId, raw.value());
		if (datumReader == null) {
			return Optional.empty();
		}
		SpecificRecord value = read(datumReader, raw.value());
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
			return this.reader.read(topic, bytes);
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

	/** Returns null for a type that has no class here. */
	private @Nullable DatumReader<SpecificRecord> learn(String topic, int contentId, byte[] bytes) {
		Schema schema = schema(topic, bytes);
		Class<?> type = SpecificData.get().getClass(schema);
		if (type == null) {
			this.unknown.add(contentId);
			return null;
		}
		DatumReader<SpecificRecord> datumReader = new SpecificDatumReader<>(schema, SpecificData.get().getSchema(type),
				SpecificData.getForClass(type));
		this.readers.put(contentId, datumReader);
		return datumReader;
	}

	/**
	 * Asks again where it fails, and finds out whose fault it is: once the schema is
	 * known it is not the registry's.
	 */
	private Schema schema(String topic, byte[] bytes) {
		try {
			return this.reader.read(topic, bytes).getSchema();
		}
		catch (RuntimeException ex) {
			this.reader.requireSchema(topic, Arrays.copyOf(bytes, HEADER));
		}
		try {
			return this.reader.read(topic, bytes).getSchema();
		}
		catch (ValueReader.UnfitDeserializerException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw unreadable(ex);
		}
	}

	private static SpecificRecord read(DatumReader<SpecificRecord> reader, byte[] bytes) {
		BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
		try {
			SpecificRecord value = reader.read(null, decoder);
			if (decoder.isEnd()) {
				return value;
			}
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(ex);
		}
		throw new InvalidEventException("The value has more bytes than its record");
	}

	private static InvalidEventException unreadable(Exception cause) {
		return new InvalidEventException("No schema reads the value", RootCause.of(cause));
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
