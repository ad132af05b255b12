package dev.rollcall.notification;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes into the topic of user events as registration-service does.
 */
final class UserEvents implements AutoCloseable {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	private final KafkaProducer<String, byte[]> producer;

	private final Serializer<Object> serializer;

	UserEvents() {
		this.producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", Platform.PLATFORM.bootstrapServers(), "enable.idempotence", "true"),
				new StringSerializer(), new ByteArraySerializer());
		this.serializer = serializer();
		this.serializer.configure(Map.of("apicurio.registry.url", Platform.PLATFORM.registryUrl() + "/apis/registry/v3",
				"apicurio.registry.dereference-schema", "true", "apicurio.registry.artifact-resolver-strategy",
				"io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy"), false);
	}

	void publish(SpecificRecord event) {
		publish(Topic.USER_EVENTS, event);
	}

	void publish(Topic topic, SpecificRecord event) {
		String key = event.get(event.getSchema().getField("userId").pos()).toString();
		send(topic.name(), key, this.serializer.serialize(topic.name(), event));
	}

	void publish(String key, byte[] value) {
		send(TOPIC, key, value);
	}

	private void send(String topic, String key, byte[] value) {
		try {
			this.producer.send(new ProducerRecord<>(topic, key, value)).get(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.producer.close();
		this.serializer.close();
	}

	// By name, as the service itself does.
	@SuppressWarnings("unchecked") // the class is known by its name only
	private static Serializer<Object> serializer() {
		try {
			return (Serializer<Object>) Class.forName("io.apicurio.registry.serde.avro.AvroKafkaSerializer")
				.getConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
