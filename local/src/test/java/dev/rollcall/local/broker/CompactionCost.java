package dev.rollcall.local.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Measures what compaction of the user events costs one broker:
 * {@code CompactionCost <events>...}. The log is compacted for the first time, then after
 * 0.1 % of the users are deleted, then with nothing deleted. No test: run it by hand;
 * docs/operating.md has the command and the results.
 */
final class CompactionCost {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	private static final int PARTITIONS = 6;

	private static final int EVENTS_PER_USER = 4;

	/** Every user with a number that this divides is deleted. */
	private static final int DELETED = 1000;

	private static final UUID TEMPLATE = new UUID(1, 2);

	/** Those that every event has, without ids. */
	private static final Map<String, byte[]> HEADERS = Map.of(EventHeaders.SPECVERSION, "1.0".getBytes(UTF_8),
			EventHeaders.TYPE, "dev.rollcall.event.UserRegistered".getBytes(UTF_8), EventHeaders.SOURCE,
			"/rollcall/registration-service".getBytes(UTF_8), EventHeaders.TIME,
			"2026-11-29T23:00:00.123Z".getBytes(UTF_8), EventHeaders.CONTENT_TYPE, "application/avro".getBytes(UTF_8),
			EventHeaders.TRACEPARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8));

	private static final String NEVER = Long.toString(Long.MAX_VALUE);

	private static final Path FOLDER = Path.of(System.getProperty("folder", System.getProperty("java.io.tmpdir")))
		.resolve("rollcall-compaction-cost");

	private static final int PORT = Integer.getInteger("port", 14092);

	private final long events;

	private final byte[] template = template();

	private final int[] positions = positions(this.template);

	/** Offsets of records that the deletion removes. */
	private final Map<TopicPartition, Long> doomed = new HashMap<>();

	private CompactionCost(long events) {
		this.events = events;
	}

	public static void main(String[] arguments) throws IOException {
		for (String events : arguments) {
			delete();
			Files.createDirectories(FOLDER);
			try (BrokerProcess broker = BrokerProcess.start(FOLDER, PORT)) {
				new CompactionCost(Long.parseLong(events)).run(broker);
			}
			finally {
				delete();
			}
		}
	}

	private static void delete() throws IOException {
		try (Stream<Path> files = Files.exists(FOLDER) ? Files.walk(FOLDER) : Stream.of()) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
	}

	private void run(BrokerProcess broker) {
		Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + PORT);
		Map<String, Object> settings = new HashMap<>(client);
		// As the relay's producers. There is no compression.
		settings.putAll(Map.of("acks", "all", "linger.ms", 0, "batch.size", Integer.getInteger("batch", 16 * 1024),
				"buffer.memory", 64L * 1024 * 1024));
		try (Admin admin = Admin.create(client);
				KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
						new ByteArraySerializer())) {
			admin.createTopics(Set.of(new NewTopic(TOPIC, PARTITIONS, (short) 1).configs(Topic.USER_EVENTS.settings())))
				.all()
				.get();
			limit(admin, NEVER, "1");
			load(producer);
			long size = broker.size(TOPIC);
			say("%,d events, %d users' events each, %,d MB, %d bytes an event", this.events, EVENTS_PER_USER,
					size / 1_000_000, size / this.events);
			compact("first pass", admin, producer, broker);
			deleteUsers(producer);
			compact("0.1 % deleted", admin, producer, broker);
			requireGone();
			compact("none deleted", admin, producer, broker);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void load(KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
		long began = System.nanoTime();
		for (long i = 0; i < this.events; i++) {
			long version = i % EVENTS_PER_USER + 1;
			long user = i / EVENTS_PER_USER;
			Future<RecordMetadata> sent = producer
				.send(record(user, version, value(user(user).toString().getBytes(UTF_8))));
			if (user % DELETED == 0 && version == 1) {
				note(sent);
			}
		}
		producer.flush();
		say("loaded in %.0f s", (System.nanoTime() - began) / 1e9);
	}

	private void note(Future<RecordMetadata> sent) throws InterruptedException {
		try {
			RecordMetadata metadata = sent.get();
			this.doomed.put(new TopicPartition(TOPIC, metadata.partition()), metadata.offset());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * As the relay: UserDeleted (without a state) and tombstones for all earlier keys.
	 */
	private void deleteUsers(KafkaProducer<byte[], byte[]> producer) {
		for (long user = 0; user < this.events / EVENTS_PER_USER; user += DELETED) {
			producer.send(record(user, EVENTS_PER_USER + 1, new byte[150]));
			for (long version = 1; version <= EVENTS_PER_USER; version++) {
				producer.send(record(user, version, null));
			}
		}
		producer.flush();
	}

	private void compact(String pass, Admin admin, KafkaProducer<byte[], byte[]> producer, BrokerProcess broker)
			throws ExecutionException, InterruptedException {
		limit(admin, "1000", "0.5");
		// The segments have to be older than that.
		new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS);
		BrokerProcess.Usage before = broker.usage();
		long began = System.nanoTime();
		Map<TopicPartition, Long> markers = mark(producer);
		while (!broker.hasCleaned(markers)) {
			new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
		}
		double seconds = (System.nanoTime() - began) / 1e9;
		limit(admin, NEVER, "1");
		say("%-14s %6.1f s; %s", pass, seconds, broker.usage().since(before));
	}

	private static Map<TopicPartition, Long> mark(KafkaProducer<byte[], byte[]> producer)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, Long> offsets = new HashMap<>();
		for (int partition = 0; partition < PARTITIONS; partition++) {
			RecordMetadata marker = producer
				.send(new ProducerRecord<>(TOPIC, partition, RecordKey.MARKER.getBytes(UTF_8), null))
				.get();
			offsets.put(new TopicPartition(TOPIC, partition), marker.offset());
		}
		return offsets;
	}

	private static void limit(Admin admin, String lag, String ratio) throws ExecutionException, InterruptedException {
		Collection<AlterConfigOp> changes = new ArrayList<>();
		Map.of(Topic.COMPACTION_LAG, lag, "min.cleanable.dirty.ratio", ratio)
			.forEach((name, value) -> changes
				.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
		admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC), changes))
			.all()
			.get();
	}

	private void requireGone() {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", "127.0.0.1:" + PORT, "max.poll.records", 1), new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			this.doomed.forEach((partition, offset) -> {
				consumer.assign(List.of(partition));
				consumer.seek(partition, offset);
				ConsumerRecord<byte[], byte[]> next = consumer.poll(Duration.ofSeconds(30)).iterator().next();
				if (next.offset() == offset) {
					throw new IllegalStateException("A deleted record is still there: " + partition + "@" + offset);
				}
			});
		}
	}

	private static ProducerRecord<byte[], byte[]> record(long number, long version, byte @Nullable [] value) {
		String user = user(number).toString();
		byte[] key = RecordKey.ofEvent(user, version).toString().getBytes(UTF_8);
		int partition = Utils.toPositive(Utils.murmur2(user.getBytes(UTF_8))) % PARTITIONS;
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, partition, key, value);
		byte[] id = user.getBytes(UTF_8);
		HEADERS.forEach((name, text) -> record.headers().add(name, text));
		record.headers().add(EventHeaders.ID, id).add(EventHeaders.SUBJECT, id).add(EventHeaders.PARTITION_KEY, id);
		return record;
	}

	/** All events have the content of this one, but their own ids and addresses. */
	private static byte[] template() {
		Instant now = Instant.EPOCH;
		String address = "user-" + TEMPLATE + "@example.com";
		UserRegistered event = UserRegistered.newBuilder()
			.setEventId(TEMPLATE)
			.setUserId(TEMPLATE)
			.setOccurredAt(now)
			.setActor(Actor.newBuilder().setType(ActorType.USER).setId(TEMPLATE).build())
			.setCorrelationId(TEMPLATE.toString())
			.setUserVersion(1)
			.setOrigin(Origin.SELF)
			.setState(UserState.newBuilder()
				.setUserId(TEMPLATE)
				.setVersion(1)
				.setEmail(UserEmail.newBuilder().setAddress(address).setCanonical(address).setSince(now).build())
				.setDisplayName("Ada Lovelace")
				.setLocale("en-GB")
				.setStatus(UserStatus.ACTIVE)
				.setRoles(List.of("user"))
				.setRegisteredAt(now)
				.build())
			.build();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(1).array());
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
		try {
			new SpecificDatumWriter<>(UserRegistered.class).write(event, encoder);
			encoder.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	private static int[] positions(byte[] template) {
		String text = new String(template, ISO_8859_1);
		return IntStream.range(0, text.length()).filter((at) -> text.startsWith(TEMPLATE.toString(), at)).toArray();
	}

	private byte[] value(byte[] user) {
		byte[] value = this.template.clone();
		for (int at : this.positions) {
			System.arraycopy(user, 0, value, at, user.length);
		}
		return value;
	}

	/** The same number gives the same id. */
	private static UUID user(long number) {
		return new UUID(mix(number), mix(number + Long.MIN_VALUE / 3));
	}

	private static long mix(long number) {
		long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
		return mixed ^ (mixed >>> 27);
	}

	private static void say(String text, Object... values) {
		System.out.println(text.formatted(values)); // console
	}

}
