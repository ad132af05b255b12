package dev.rollcall.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Creates the outbox's Kafka clients. Connection and security come from the application's
 * settings; the settings on which the guarantee rests are fixed here.
 */
final class RelayClients {

	/** The maximum time that a dead relay's open transaction delays readers, in ms. */
	private static final int TRANSACTION_TIMEOUT = 10_000;

	/** After this the group reassigns the slots of a silent member, in ms. */
	static final int SESSION_TIMEOUT = 6000;

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

	private final Map<String, Object> producerSettings;

	private final Map<String, Object> consumerSettings;

	private final String name;

	private final String topic;

	RelayClients(Map<String, Object> producerSettings, Map<String, Object> consumerSettings, String service,
			String topic) {
		this.producerSettings = producerSettings;
		this.consumerSettings = consumerSettings;
		this.name = Topic.relayGroup(service);
		this.topic = topic;
	}

	String topic() {
		return this.topic;
	}

	/**
	 * Creates the producer of a slot. Its transactional id does not depend on the
	 * instance, so the broker fences the previous owner.
	 */
	Producer<String, byte @Nullable []> transactional(int slot) {
		Map<String, Object> settings = producer(this.name + "-" + slot);
		settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, this.name + "-" + slot);
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
		settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
		settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
		settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT - 2000);
		settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
		// The retry while the previous transaction completes (CONCURRENT_TRANSACTIONS).
		settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
		settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * 1024 * 1024);
		return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
	}

	/**
	 * Creates the producer of hints, which may be lost.
	 */
	Producer<String, byte @Nullable []> hinting() {
		Map<String, Object> settings = producer(this.name + "-hints");
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
		settings.put(ProducerConfig.ACKS_CONFIG, "1");
		settings.put(ProducerConfig.RETRIES_CONFIG, 0);
		settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 1000);
		settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1000);
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
		settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 256 * 1024);
		return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
	}

	/**
	 * Creates the consumer whose partitions are the slots of this instance. Commits no
	 * offsets: the sweep covers hints published before it joined.
	 */
	Consumer<String, byte[]> assignment() {
		Map<String, Object> settings = new HashMap<>(this.consumerSettings);
		settings.keySet()
			.removeAll(List.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
					ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
					ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG));
		settings.put(ConsumerConfig.CLIENT_ID_CONFIG, this.name);
		settings.put(ConsumerConfig.GROUP_ID_CONFIG, this.name);
		settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
		settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
				List.of(CooperativeStickyAssignor.class.getName()));
		settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT);
		settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1000);
		settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 10_000);
		// Kafka waits this long, and at least 15 s, for the response to a request to
		// join.
		settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT);
		settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
		settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
		frugal(settings);
		return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
	}

	/**
	 * Creates a reader of whole topics.
	 */
	TopicReader reader() {
		return new TopicReader(this.consumerSettings, READ_TIMEOUT);
	}

	/**
	 * Returns a topic's settings by name.
	 */
	Map<String, String> settings(String topic) {
		Map<String, Object> settings = new HashMap<>(this.consumerSettings);
		settings.keySet().retainAll(AdminClientConfig.configNames());
		settings.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		try (Admin admin = Admin.create(settings)) {
			Config config = Objects.requireNonNull(
					admin.describeConfigs(List.of(resource)).all().get(10, TimeUnit.SECONDS).get(resource), topic);
			Map<String, String> values = new HashMap<>();
			config.entries().forEach((entry) -> values.put(entry.name(), entry.value()));
			return values;
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException(ex);
		}
	}

	private Map<String, Object> producer(String clientId) {
		Map<String, Object> settings = new HashMap<>(this.producerSettings);
		settings.keySet()
			.removeAll(List.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, ProducerConfig.PARTITIONER_CLASS_CONFIG,
					ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
					ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG));
		settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
		settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 16 * 1024);
		frugal(settings);
		return settings;
	}

	private void frugal(Map<String, Object> settings) {
		settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
		settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
	}

}
