package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
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
 * Reads topics as a downstream team does, and appends records as another service does.
 */
final class Topics {

	private Topics() {
	}

	static List<ConsumerRecord<String, SpecificRecord>> of(String topic, String userId) {
		return all(topic).stream()
			.filter((event) -> event.value() != null || !topic.equals(Topic.USER_EVENTS.name()))
			.filter((event) -> userId.equals(RecordKey.parse(event.key()).subject()))
			.toList();
	}

	static List<ConsumerRecord<String, SpecificRecord>> all(String topic) {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers(), "isolation.level",
				"read_committed", "key.deserializer", StringDeserializer.class, "value.deserializer",
				"io.apicurio.registry.serde.avro.AvroKafkaDeserializer", "apicurio.registry.url",
				Platform.PARTS.registryUrl() + "/apis/registry/v3", "apicurio.registry.use-specific-avro-reader", true);
		try (KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(settings)) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((partition) -> new TopicPartition(topic, partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			return read(consumer, consumer.endOffsets(partitions));
		}
	}

	/** Appends a record as another service does. */
	static void append(Topic topic, String userId, SpecificRecord event) {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers(), "key.serializer",
				StringSerializer.class, "value.serializer", AvroKafkaSerializer.class, "apicurio.registry.url",
				Platform.PARTS.registryUrl() + "/apis/registry/v3", "apicurio.registry.artifact-resolver-strategy",
				QualifiedRecordIdStrategy.class.getName(), "apicurio.registry.auto-register", false,
				"apicurio.registry.dereference-schema", true);
		try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(settings)) {
			producer.send(new ProducerRecord<>(topic.name(), userId, event));
		}
	}

	private static List<ConsumerRecord<String, SpecificRecord>> read(KafkaConsumer<String, SpecificRecord> consumer,
			Map<TopicPartition, Long> ends) {
		List<ConsumerRecord<String, SpecificRecord>> records = new ArrayList<>();
		while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
			consumer.poll(Duration.ofMillis(200)).forEach(records::add);
		}
		return records;
	}

}
