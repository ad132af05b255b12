package dev.rollcall.acceptance.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserEvent;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes to the topics directly, as a broken or hostile program would.
 */
final class RawProducer implements AutoCloseable {

	static final String USER_EVENTS = Topic.USER_EVENTS.name();

	private static final Instant START = Instant.ofEpochMilli(System.currentTimeMillis());

	private final KafkaProducer<byte[], byte[]> producer;

	/** The content ids in the registry, taken from records of the services. */
	private final Map<String, Integer> contentIds = new HashMap<>();

	RawProducer(FaultSystem system) {
		Map<String, Object> settings = Map.of("bootstrap.servers", system.bootstrapServers(), "acks", "all",
				"max.request.size", 4 * 1024 * 1024, "linger.ms", 5);
		this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
		for (LogRecord record : system.dump().log()) {
			if (record.type() != null && record.bytes() != null) {
				this.contentIds.put(record.type(), ByteBuffer.wrap(record.bytes()).getInt(1));
			}
		}
	}

	int contentId(String type) {
		return this.contentIds.get(type);
	}

	/** Writes a record and waits until the broker has it. */
	RecordMetadata send(String topic, byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
		try {
			return sendLater(topic, key, value, headers).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Future<RecordMetadata> sendLater(String topic, byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
		return this.producer.send(new ProducerRecord<>(topic, null, key, value, List.of(headers)));
	}

	/** Writes a record to a partition. */
	RecordMetadata sendTo(int partition, byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
		try {
			return this.producer.send(new ProducerRecord<>(USER_EVENTS, partition, key, value, List.of(headers))).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	RecordMetadata send(SpecificRecord event) {
		try {
			return sendLater(event).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Writes a user event with its own key into the partition of its user. */
	Future<RecordMetadata> sendLater(SpecificRecord event) {
		UserEvent common = UserEvent.of(event).orElseThrow();
		String user = common.userId().toString();
		int partitions = this.producer.partitionsFor(USER_EVENTS).size();
		byte[] key = RecordKey.ofEvent(user, common.userVersion()).toString().getBytes(UTF_8);
		return this.producer.send(new ProducerRecord<>(USER_EVENTS,
				Utils.toPositive(Utils.murmur2(user.getBytes(UTF_8))) % partitions, key, encode(event)));
	}

	static byte[] key(UUID user) {
		return user.toString().getBytes(UTF_8);
	}

	byte[] encode(SpecificRecord event) {
		return encode(contentId(event.getSchema().getName()), event, new SpecificDatumWriter<>(event.getSchema()));
	}

	static byte[] encode(int contentId, GenericRecord event) {
		return encode(contentId, event, new GenericDatumWriter<>(event.getSchema()));
	}

	private static <T> byte[] encode(int contentId, T event, DatumWriter<T> writer) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(contentId).array());
		BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(out, null);
		try {
			writer.write(event, binary);
			binary.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	/**
	 * The registration of an imported user, who gets no mail.
	 */
	static UserRegistered registered(UUID user) {
		return registered(user, state(user, 1, address(user, 1)));
	}

	/**
	 * The event of a version: the first one is a registration, the others change the
	 * address. A later one has a later time, whichever is made first.
	 */
	static SpecificRecord event(UUID user, long version) {
		return event(user, version, address(user, version));
	}

	static SpecificRecord event(UUID user, long version, String address) {
		UserState state = state(user, version, address);
		return (version == 1) ? registered(user, state) : changed(user, state);
	}

	private static String address(UUID user, long version) {
		return "v" + version + "-" + user + "@example.org";
	}

	private static UserState state(UUID user, long version, String address) {
		Instant since = START.plusMillis(version);
		return UserState.newBuilder()
			.setUserId(user)
			.setVersion(version)
			.setEmail(UserEmail.newBuilder().setAddress(address).setCanonical(address).setSince(since).build())
			.setStatus(UserStatus.ACTIVE)
			.setRoles(List.of())
			.setRegisteredAt(START)
			.build();
	}

	private static UserRegistered registered(UUID user, UserState state) {
		return UserRegistered.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(user)
			.setOccurredAt(state.getEmail().getSince())
			.setActor(Actor.newBuilder().setType(ActorType.SYSTEM).build())
			.setCorrelationId("raw")
			.setUserVersion(state.getVersion())
			.setOrigin(Origin.IMPORT)
			.setState(state)
			.build();
	}

	/** Of this type, because the services of every run have written some. */
	private static UserProfileChanged changed(UUID user, UserState state) {
		return UserProfileChanged.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(user)
			.setOccurredAt(state.getEmail().getSince())
			.setActor(Actor.newBuilder().setType(ActorType.SYSTEM).build())
			.setCorrelationId("raw")
			.setUserVersion(state.getVersion())
			.setState(state)
			.build();
	}

	@Override
	public void close() {
		this.producer.close();
	}

}
