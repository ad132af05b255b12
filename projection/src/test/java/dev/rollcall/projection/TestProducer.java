package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events and invalid bytes. A user's key determines the partition.
 */
final class TestProducer implements AutoCloseable {

	private final AvroKafkaSerializer<SpecificRecord> serializer = new AvroKafkaSerializer<>();

	private final KafkaProducer<byte[], byte[]> producer;

	private final String topic;

	TestProducer(String topic) {
		this.topic = topic;
		Map<String, Object> registry = new HashMap<>();
		registry.put("apicurio.registry.url", Platform.shared().registryUrl() + "/apis/registry/v3");
		registry.put("apicurio.registry.artifact-resolver-strategy", QualifiedRecordIdStrategy.class.getName());
		registry.put("apicurio.registry.dereference-schema", true);
		this.serializer.configure(registry, false);
		this.producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", Platform.shared().bootstrapServers(), "acks", "all", "linger.ms", 0,
						"key.serializer", ByteArraySerializer.class, "value.serializer", ByteArraySerializer.class));
	}

	byte[] encode(SpecificRecord event) {
		return this.serializer.serialize(this.topic, event);
	}

	void send(UUID user, SpecificRecord event) throws Exception {
		send(user.toString(), encode(event), List.of());
	}

	void send(@Nullable String key, byte @Nullable [] value, List<Header> headers) throws Exception {
		send(key, value, headers, null);
	}

	void sendInTransaction(UUID user, SpecificRecord event) throws Exception {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.shared().bootstrapServers(),
				"transactional.id", UUID.randomUUID().toString());
		try (KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(settings, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			transactional.initTransactions();
			transactional.beginTransaction();
			transactional.send(
					new ProducerRecord<>(this.topic, user.toString().getBytes(StandardCharsets.UTF_8), encode(event)));
			transactional.commitTransaction();
		}
	}

	/** Sets an earlier timestamp. */
	void send(UUID user, SpecificRecord event, Instant at) throws Exception {
		send(user.toString(), encode(event), List.of(), at.toEpochMilli());
	}

	private void send(@Nullable String key, byte @Nullable [] value, List<Header> headers, @Nullable Long at)
			throws Exception {
		byte[] keyBytes = (key != null) ? key.getBytes(StandardCharsets.UTF_8) : null;
		this.producer.send(new ProducerRecord<>(this.topic, null, at, keyBytes, value, headers))
			.get(20, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.producer.close();
		this.serializer.close();
	}

}
