package dev.rollcall.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes user events like registration-service, and reads session events like a consumer.
 */
final class Log {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final KafkaProducer<String, SpecificRecord> PRODUCER = new KafkaProducer<>(settings());

	private Log() {
	}

	static void register(TestUser user) {
		append(Topic.USER_EVENTS, user.id(), user.registered());
		append(Topic.USER_CREDENTIALS, user.id(), user.credential());
	}

	static void append(Topic topic, UUID key, SpecificRecord event) {
		send(new ProducerRecord<>(topic.name(), key.toString(), event));
	}

	/** Writes a record that a consumer could not apply. */
	static void appendDeadLetter(Topic topic, Consumer consumer, UUID key, SpecificRecord event) {
		ProducerRecord<String, SpecificRecord> deadLetter = new ProducerRecord<>(
				topic.deadLetters(consumer.service(), consumer.name()).name(), key.toString(), event);
		Map.of("topic", topic.name(), "partition", "0", "offset", "0", "timestamp", "0")
			.forEach((name, value) -> deadLetter.headers()
				.add(EventHeaders.CAUSE_PREFIX + name, value.getBytes(StandardCharsets.UTF_8)));
		send(deadLetter);
	}

	private static void send(ProducerRecord<String, SpecificRecord> record) {
		try {
			PRODUCER.send(record).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reads a user's session events until there are enough.
	 */
	static List<SpecificRecord> sessionEvents(UUID userId, int count) {
		List<SpecificRecord> events = new ArrayList<>();
		try (KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(settings())) {
			List<TopicPartition> partitions = consumer.partitionsFor(Topic.SESSION_EVENTS.name(), TIMEOUT)
				.stream()
				.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			long end = System.nanoTime() + TIMEOUT.toNanos();
			while (events.size() < count && System.nanoTime() < end) {
				for (ConsumerRecord<String, SpecificRecord> read : consumer.poll(Duration.ofMillis(200))) {
					if (read.key().equals(userId.toString())) {
						events.add(read.value());
					}
				}
			}
		}
		return events;
	}

	/**
	 * Reads a user's records up to the current end of a topic.
	 */
	static List<SpecificRecord> read(Topic topic, UUID userId) {
		List<SpecificRecord> events = new ArrayList<>();
		try (KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(settings())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic.name(), TIMEOUT)
				.stream()
				.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				for (ConsumerRecord<String, SpecificRecord> read : consumer.poll(Duration.ofMillis(200))) {
					if (read.key().equals(userId.toString())) {
						events.add(read.value());
					}
				}
			}
		}
		return events;
	}

	private static Map<String, Object> settings() {
		Map<String, Object> settings = new HashMap<>();
		settings.put("bootstrap.servers", RealPlatform.platform().bootstrapServers());
		settings.put("key.serializer", StringSerializer.class);
		settings.put("value.serializer", AvroKafkaSerializer.class);
		settings.put("key.deserializer", StringDeserializer.class);
		settings.put("value.deserializer", AvroKafkaDeserializer.class);
		settings.put("isolation.level", "read_committed");
		settings.put("apicurio.registry.url", RealPlatform.platform().registryUrl() + "/apis/registry/v3");
		settings.put("apicurio.registry.artifact-resolver-strategy", QualifiedRecordIdStrategy.class.getName());
		settings.put("apicurio.registry.auto-register", false);
		settings.put("apicurio.registry.dereference-schema", true);
		settings.put("apicurio.registry.use-specific-avro-reader", true);
		return settings;
	}

}
