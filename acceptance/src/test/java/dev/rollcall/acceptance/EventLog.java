package dev.rollcall.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reads topics as a downstream team does: committed records only.
 */
final class EventLog {

	private final RunningSystem system;

	EventLog(RunningSystem system) {
		this.system = system;
	}

	/**
	 * The decoded values of the records of a key, from the beginning of the topic to its
	 * end at the time of the call.
	 */
	List<SpecificRecord> of(String topic, String key) {
		try (AvroKafkaDeserializer<SpecificRecord> deserializer = new AvroKafkaDeserializer<>()) {
			deserializer.configure(Map.of("apicurio.registry.url", this.system.registry() + "/apis/registry/v3",
					"apicurio.registry.use-specific-avro-reader", "true"), false);
			return raw(topic).stream()
				.filter((record) -> (record.value() != null || !topic.equals(Topic.USER_EVENTS.name()))
						&& key.equals(RecordKey.parse(record.key()).subject()))
				.map((record) -> deserializer.deserialize(topic, record.value()))
				.toList();
		}
	}

	List<ConsumerRecord<String, byte[]>> raw(String topic) {
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.system.bootstrapServers(),
						ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
						ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
				new StringDeserializer(), new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((partition) -> new TopicPartition(topic, partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
			while (end.entrySet().stream().anyMatch((entry) -> consumer.position(entry.getKey()) < entry.getValue())) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
		}
		return records;
	}

	/**
	 * Writes bytes that no schema can decode, as an attacker or a broken producer would.
	 */
	void poison(String topic, UUID key, byte[] value) {
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", this.system.bootstrapServers(), "acks", "all"), new StringSerializer(),
				new ByteArraySerializer())) {
			producer.send(new ProducerRecord<>(topic, key.toString(), value));
		}
	}

}
