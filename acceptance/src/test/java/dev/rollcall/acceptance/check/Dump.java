package dev.rollcall.acceptance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Reads the artefacts of a quiet system.
 *
 * @param bootstrapServers the broker
 * @param registry the registry's address
 * @param registrationStore the connection string of registration-service's store
 * @param sessionStore the connection string of session-service's store
 * @param notificationStore the connection string of notification-service's store
 * @param mails the folder of the mail server's mails
 */
public record Dump(String bootstrapServers, URI registry, String registrationStore, String sessionStore,
		String notificationStore, Path mails) {

	private static final Set<String> COMPACTED = Set.of(History.USER_EVENTS, History.USERS, History.CREDENTIALS);

	/**
	 * Reads everything.
	 * @param ledger the client's lines
	 * @param circumstances what the scenario did
	 * @return the artefacts
	 */
	public History take(List<Operation> ledger, Circumstances circumstances) {
		return new History(ledger, log(), stores(), receivedMails(), circumstances);
	}

	/**
	 * Reads every topic of the system, committed records only, each partition in order.
	 * @return the records, without the hints of the relays
	 */
	public List<LogRecord> log() {
		Decoder decoder = new Decoder(this.registry);
		Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers,
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000,
				ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
		List<LogRecord> records = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.listTopics()
				.entrySet()
				.stream()
				.filter((topic) -> topic.getKey().startsWith("rollcall-") && !Topic.isRelay(topic.getKey()))
				.flatMap((topic) -> topic.getValue().stream())
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(Duration.ofMillis(200)).forEach((record) -> records.add(record(record, decoder)));
			}
		}
		records.sort(Comparator.comparing(LogRecord::topic)
			.thenComparing(LogRecord::partition)
			.thenComparing(LogRecord::offset));
		return records;
	}

	private static LogRecord record(ConsumerRecord<byte[], byte[]> raw, Decoder decoder) {
		Map<String, String> headers = new HashMap<>();
		for (Header header : raw.headers()) {
			headers.put(header.key(),
					(header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : "");
		}
		String text = text(raw.key());
		RecordKey parsed = (text != null) ? RecordKey.parse(text) : null;
		String key = (parsed != null) ? parsed.subject() : null;
		String type = null;
		Map<String, Object> fields = Map.of();
		String fault = null;
		try {
			if (raw.value() != null) {
				GenericRecord value = decoder.read(raw.value());
				type = hasClass(value.getSchema()) ? value.getSchema().getName() : null;
				fields = (type != null) ? Decoder.fields(value) : Map.of();
				fault = (fields.containsKey("userId") && !fields.get("userId").equals(key))
						? "the key is not the user id" : null;
				if (parsed != null && parsed.userVersion() != null
						&& !parsed.userVersion().equals(fields.get("userVersion"))) {
					fault = "the key does not have the user version";
				}
			}
			else if (!COMPACTED.contains(raw.topic())
					|| (raw.topic().equals(History.USER_EVENTS) && !headers.containsKey(EventHeaders.USER_VERSION))) {
				fault = "no value";
			}
			fault = (key == null) ? "no key" : fault;
		}
		catch (Decoder.Unreadable ex) {
			fault = ex.getMessage();
		}
		return new LogRecord(raw.topic(), raw.partition(), raw.offset(), key, raw.value(), headers, type, fields,
				fault);
	}

	/** A type without a class here is a newer one, which consumers skip. */
	private static boolean hasClass(Schema schema) {
		try {
			Class.forName(schema.getFullName());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static @Nullable String text(byte @Nullable [] key) {
		try {
			return (key == null || key.length == 0 || key.length > 256) ? null
					: StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Reads the stores.
	 */
	public StoreContents stores() {
		try (MongoClient registration = MongoClients.create(this.registrationStore);
				MongoClient session = MongoClients.create(this.sessionStore);
				MongoClient notification = MongoClients.create(this.notificationStore)) {
			MongoDatabase sessions = session.getDatabase("session");
			MongoDatabase notifications = notification.getDatabase("notification");
			List<Document> pending = all(notifications, "due");
			pending.addAll(all(notifications, "held"));
			String projected = "accounts-g" + generation(sessions);
			return new StoreContents(all(registration.getDatabase("registration"), "accounts"),
					all(sessions, "sessions"), all(sessions, projected), all(sessions, projected + "-logins"), pending,
					all(notifications, "done"), all(notifications, "inboxes"));
		}
	}

	private static int generation(MongoDatabase sessions) {
		Document projection = sessions.getCollection("projections").find(new Document("_id", "accounts")).first();
		return (projection != null) ? projection.getEmbedded(List.of("active", "1"), Integer.class) : 1;
	}

	private static List<Document> all(MongoDatabase database, String collection) {
		return database.getCollection(collection).find().into(new ArrayList<>());
	}

	/**
	 * Reads the mails, in the order of their arrival.
	 */
	public List<ReceivedMail> receivedMails() {
		try (Stream<Path> files = Files.exists(this.mails) ? Files.list(this.mails) : Stream.of()) {
			return files.filter((file) -> file.toString().endsWith(".eml")).sorted().map(Dump::mail).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ReceivedMail mail(Path file) {
		try {
			List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
			String id = lines.stream()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("message-id:"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("");
			return new ReceivedMail(lines.get(0), id);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
