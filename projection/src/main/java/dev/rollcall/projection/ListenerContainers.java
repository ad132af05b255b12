package dev.rollcall.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerFailedToStartEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Creates the containers that poll: raw bytes in batches, read committed, from the
 * earliest offset. Offsets are committed after the batch, at most five times a second: a
 * quiet topic's batches hold one record each, and a commit costs as much as a record.
 */
final class ListenerContainers {

	/** Also how soon a consumer with nothing to read is found to have caught up. */
	private static final Duration IDLE = Duration.ofMillis(200);

	/**
	 * How long processed records may be uncommitted; a batch that takes longer is
	 * committed at its end.
	 */
	private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);

	/**
	 * The longest time until a commit: the interval, and a poll before it is looked at.
	 */
	private static final Duration SETTLED = COMMIT_INTERVAL.plus(IDLE.multipliedBy(2));

	/** So many bytes are read at once, even if records may wait. */
	private static final int MIN_FETCH_BYTES = 256 * 1024;

	/** Settings that a broker which coordinates groups does not accept (KIP-848). */
	private static final String[] CLASSIC_ONLY = { ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
			ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG };

	private final DefaultKafkaConsumerFactory<byte[], byte[]> consumers;

	private final ProjectionProperties properties;

	private final EventDecoder decoder;

	private final DeadLetterPublisher deadLetters;

	ListenerContainers(Map<String, Object> settings, ProjectionProperties properties, EventDecoder decoder,
			DeadLetterPublisher deadLetters) {
		this.consumers = new DefaultKafkaConsumerFactory<>(settings(settings, properties));
		this.properties = properties;
		this.decoder = decoder;
		this.deadLetters = deadLetters;
	}

	private static Map<String, Object> settings(Map<String, Object> settings, ProjectionProperties properties) {
		Map<String, Object> own = new HashMap<>(settings);
		own.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		own.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		own.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
		own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
		own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, properties.groupProtocol().name().toLowerCase(Locale.ROOT));
		for (String name : CLASSIC_ONLY) {
			own.remove(name);
		}
		if (properties.groupProtocol() == ProjectionProperties.GroupProtocol.CLASSIC) {
			own.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
			own.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
		}
		return own;
	}

	/** Lets Boot bind Kafka's own metrics, such as the lag. */
	void customize(DefaultKafkaConsumerFactoryCustomizer customizer) {
		customizer.customize(this.consumers);
	}

	/**
	 * Creates a container, not yet started.
	 * @param stopped receives the reason when one of its Kafka consumers has ended
	 */
	MessageListenerContainer container(Subscription subscription, Preparation preparation, Consumer<String> stopped) {
		ContainerProperties settings = new ContainerProperties(subscription.topics().toArray(String[]::new));
		settings.setGroupId(preparation.group());
		settings.setClientId(preparation.group());
		settings.setAckMode(ContainerProperties.AckMode.TIME);
		settings.setAckTime(COMMIT_INTERVAL.toMillis());
		settings.setPollTimeout(IDLE.toMillis());
		settings.setIdleEventInterval(IDLE.toMillis());
		settings.setIdleBeforeDataMultiplier(1);
		settings.setMissingTopicsFatal(false);
		settings.setAuthExceptionRetryInterval(this.properties.backOff().max());
		settings.setSyncCommitTimeout(this.properties.applyTimeLimit());
		Preparation.Load load = preparation.load().get();
		settings.setKafkaConsumerProperties(own(load, subscription.maxWait()));
		settings.setShutdownTimeout(this.properties.applyTimeLimit().toMillis());
		ConcurrentMessageListenerContainer<byte[], byte[]> container = new ConcurrentMessageListenerContainer<>(
				this.consumers, settings);
		TransactionMarkers markers = new TransactionMarkers(SETTLED, this.properties.applyTimeLimit());
		container.setupMessageListener(new EventListener(tools(subscription, container, markers), preparation,
				new BackgroundThrottle(this.properties.rebuild().longestRest())));
		container.setBeanName(preparation.group());
		container.setConcurrency(concurrency(load));
		container.setCommonErrorHandler(new ContainerErrorHandler(subscription.name()));
		container.setApplicationEventPublisher((event) -> {
			if (event instanceof ListenerContainerIdleEvent idle) {
				subscription.status().observe(idle.getConsumer(), 0);
				markers.idle(idle.getConsumer());
				preparation.afterwards().accept(idle.getConsumer());
			}
			else if (event instanceof ConsumerStoppedEvent stop) {
				stopped.accept(stop.getReason().name());
			}
			else if (event instanceof ConsumerFailedToStartEvent) {
				stopped.accept("FAILED_TO_START");
			}
		});
		return container;
	}

	/**
	 * With the consumer protocol, several members of one process have been seen to wait
	 * forever for partitions when there were fewer partitions than members.
	 */
	private int concurrency(Preparation.Load load) {
		boolean several = load != Preparation.Load.LIVE
				&& this.properties.groupProtocol() == ProjectionProperties.GroupProtocol.CLASSIC;
		return several ? this.properties.rebuild().threads(load) : this.properties.concurrency();
	}

	private Properties own(Preparation.Load load, Duration maxWait) {
		Properties own = new Properties();
		if (load != Preparation.Load.LIVE) {
			own.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
					Integer.toString(this.properties.rebuild().batchSize()));
		}
		if (!maxWait.isZero()) {
			own.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(MIN_FETCH_BYTES));
			own.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Long.toString(maxWait.toMillis()));
		}
		return own;
	}

	private EventListener.Tools tools(Subscription subscription, MessageListenerContainer container,
			TransactionMarkers markers) {
		return new EventListener.Tools(subscription.name(), this.decoder, this.deadLetters, subscription.meters(),
				subscription.status(), backOff(), container::isRunning, markers);
	}

	ExponentialBackOff backOff() {
		ExponentialBackOff backOff = new ExponentialBackOff(this.properties.backOff().initial().toMillis(), 2);
		backOff.setMaxInterval(this.properties.backOff().max().toMillis());
		backOff.setJitter(this.properties.backOff().initial().toMillis() / 2);
		return backOff;
	}

}
