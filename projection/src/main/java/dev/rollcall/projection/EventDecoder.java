package dev.rollcall.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.RegisteredSchemas;
import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.RootCause;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * Decodes records with Avro, by the schema that they were written with. Safe for several
 * threads.
 */
final class EventDecoder implements AutoCloseable {

	private static final int HEADER = RegisteredSchemas.HEADER_LENGTH;

	private final Deserializer<?> deserializer;

	private final RegisteredSchemas schemas;

	private final Set<String> compactedTopics;

	/** By content id; empty for a type that this service has no class for. */
	private final Map<Integer, Optional<DatumReader<SpecificRecord>>> readers = new ConcurrentHashMap<>();

	EventDecoder(Deserializer<?> deserializer, Duration timeout, Set<String> compactedTopics) {
		this.deserializer = deserializer;
		this.schemas = new RegisteredSchemas(deserializer::deserialize, timeout);
		this.compactedTopics = compactedTopics;
	}

	static EventDecoder of(Map<String, Object> settings, Duration timeout, Set<String> compactedTopics) {
		Object type = settings.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
		Class<?> known = (type instanceof Class<?> found) ? found
				: ClassUtils.resolveClassName(String.valueOf(type), EventDecoder.class.getClassLoader());
		Deserializer<?> deserializer = BeanUtils.instantiateClass(known, Deserializer.class);
		deserializer.configure(RegisteredSchemas.settings(settings), false);
		return new EventDecoder(deserializer, timeout, compactedTopics);
	}

	/**
	 * Returns whether a record says nothing: a marker of a compacted topic, or the
	 * tombstone of a user event.
	 */
	boolean skips(ConsumerRecord<byte[], byte[]> raw) {
		if (raw.value() != null || raw.key() == null) {
			return false;
		}
		String key = new String(raw.key(), StandardCharsets.UTF_8);
		boolean ofEvent = RecordKey.parse(key).userVersion() != null
				&& raw.headers().lastHeader(EventHeaders.USER_VERSION) != null;
		return ofEvent || (RecordKey.MARKER.equals(key) && isCompacted(raw.topic()));
	}

	private boolean isCompacted(String topic) {
		return topic.equals(Topic.USER_EVENTS.name()) || this.compactedTopics.contains(topic);
	}

	/**
	 * Decodes a record.
	 * @return the record; empty if it is skipped, or this service has no class for its
	 * type
	 * @throws InvalidEventException if it can never be decoded
	 * @throws RuntimeException if the registry does not answer
	 */
	Optional<Delivery> decode(ConsumerRecord<byte[], byte[]> raw) {
		RecordKey key = RecordKey.parse(RecordText.key(raw));
		if (skips(raw)) {
			return Optional.empty();
		}
		if (raw.value() == null) {
			return Optional.of(tombstone(raw, key));
		}
		return reader(raw.topic(), contentId(raw.value())).map((reader) -> {
			SpecificRecord value = read(reader, raw.value());
			checkKey(key, value);
			return delivery(raw, key, value);
		});
	}

	/**
	 * Decodes a value of any type, for people to read.
	 * @return the record; null if it cannot be decoded now
	 */
	@Nullable GenericRecord generic(String topic, byte[] bytes) {
		try {
			return read(new GenericDatumReader<GenericRecord>(schema(topic, contentId(bytes))), bytes);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private Delivery tombstone(ConsumerRecord<byte[], byte[]> raw, RecordKey key) {
		if (!this.compactedTopics.contains(raw.topic())) {
			throw new InvalidEventException("A null value in a topic that is not compacted");
		}
		return delivery(raw, key, null);
	}

	private static Delivery delivery(ConsumerRecord<byte[], byte[]> raw, RecordKey key,
			@Nullable SpecificRecord value) {
		return new Delivery(raw, new EventRecord(raw.topic(), raw.partition(), raw.offset(), key.subject(), value,
				RecordText.headers(raw.headers())));
	}

	private static int contentId(byte[] bytes) {
		return RegisteredSchemas.contentId(bytes)
			.orElseThrow(() -> new InvalidEventException("The value does not begin with a zero byte and a content id"));
	}

	private Schema schema(String topic, int contentId) {
		return this.schemas.find(topic, contentId)
			.orElseThrow(() -> new InvalidEventException("The registry has no Avro schema with this content id"));
	}

	private Optional<DatumReader<SpecificRecord>> reader(String topic, int contentId) {
		Optional<DatumReader<SpecificRecord>> reader = this.readers.get(contentId);
		if (reader == null) {
			reader = reader(schema(topic, contentId));
			this.readers.put(contentId, reader);
		}
		return reader;
	}

	private static Optional<DatumReader<SpecificRecord>> reader(Schema written) {
		Class<?> type = SpecificData.get().getClass(written);
		return (type != null) ? Optional
			.of(new SpecificDatumReader<>(written, SpecificData.get().getSchema(type), SpecificData.getForClass(type)))
				: Optional.empty();
	}

	private static <T> T read(DatumReader<T> reader, byte[] bytes) {
		BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
		try {
			T value = reader.read(null, decoder);
			if (decoder.isEnd()) {
				return value;
			}
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new InvalidEventException("The value does not match its schema", RootCause.of(ex));
		}
		throw new InvalidEventException("The value has more bytes than its schema describes");
	}

	private static void checkKey(RecordKey key, SpecificRecord value) {
		Object userId = field(value, "userId");
		if (userId != null && !key.subject().equals(userId.toString())) {
			throw new InvalidEventException("The key is not the record's user id");
		}
		if (key.userVersion() != null && !key.userVersion().equals(field(value, "userVersion"))) {
			throw new InvalidEventException("The key does not have the record's user version");
		}
	}

	private static @Nullable Object field(SpecificRecord value, String name) {
		Schema.Field field = value.getSchema().getField(name);
		return (field != null) ? value.get(field.pos()) : null;
	}

	@Override
	public void close() {
		this.deserializer.close();
	}

}
