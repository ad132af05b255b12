package dev.rollcall.gateway.revocation;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.rollcall.schemas.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads which sessions end, on a thread of its own, in no group: each gateway reads all
 * of it, from as long ago as a token may live. A broker or registry that is away is
 * waited for, with what is known kept; what cannot be read although the registry answers
 * is counted and passed over. Ready once it has caught up, or after the grace, as
 * degraded.
 */
@Component("revocation")
final class EndedSessions implements SmartLifecycle, HealthIndicator {

	private static final Logger logger = LoggerFactory.getLogger(EndedSessions.class);

	private static final Duration POLL = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** What a content id means never changes. */
	private static final Duration NEVER = Duration.ofDays(365);

	private final DenySet denied;

	private final RevocationProperties properties;

	private final Clock clock = Clock.systemUTC();

	private final Counter unreadable;

	private volatile boolean following;

	private volatile boolean caughtUpOnce;

	private volatile long startedAt;

	private volatile @Nullable Thread thread;

	EndedSessions(DenySet denied, RevocationProperties properties, MeterRegistry meters) {
		this.denied = denied;
		this.properties = properties;
		this.unreadable = Counter.builder("rollcall.gateway.revocation.unreadable")
			.description("Records of ended sessions that no schema reads")
			.register(meters);
		Gauge.builder("rollcall.gateway.revocation.degraded", () -> this.following ? 0 : 1)
			.description("1 while ended sessions are not followed: their tokens count until they expire")
			.register(meters);
	}

	@Override
	public void start() {
		this.startedAt = System.nanoTime();
		Thread follower = new Thread(this::run, "ended-sessions");
		follower.setDaemon(true);
		this.thread = follower;
		follower.start();
	}

	@Override
	public void stop() {
		Thread follower = this.thread;
		this.thread = null;
		if (follower != null) {
			follower.interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public Health health() {
		if (this.following) {
			return Health.up().build();
		}
		boolean inGrace = !this.caughtUpOnce && System.nanoTime() - this.startedAt < this.properties.grace().toNanos();
		boolean waits = this.properties.required() || inGrace;
		return (waits ? Health.outOfService() : Health.up()).withDetail("mode", "revocation-degraded").build();
	}

	/** A thread that was stopped must not go on beside its successor. */
	private boolean isMine() {
		return Thread.currentThread().equals(this.thread);
	}

	private void run() {
		boolean told = false;
		while (isMine()) {
			try {
				follow();
			}
			catch (RuntimeException ex) {
				if (isMine() && (this.following || !told)) {
					logger.warn("revocation-degraded: ended sessions cannot be followed: {}", ex.toString());
					told = true;
				}
				this.following = false;
				pause();
			}
		}
	}

	private void follow() {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings(),
				new ByteArrayDeserializer(), new ByteArrayDeserializer()); EndedSessionDecoder decoder = decoder()) {
			Map<TopicPartition, Long> ends = begin(consumer);
			while (isMine()) {
				for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
					take(decoder, record);
				}
				if (!this.following && ends.entrySet()
					.stream()
					.allMatch((end) -> consumer.position(end.getKey()) >= end.getValue())) {
					this.following = true;
					this.caughtUpOnce = true;
					logger.info("Ended sessions are followed");
				}
				else if (this.following) {
					// Fails while the broker does not answer; poll would only be silent.
					consumer.endOffsets(ends.keySet(), PAUSE.multipliedBy(5));
				}
			}
		}
	}

	/** Where the records of the time that counts begin; and where they end now. */
	private Map<TopicPartition, Long> begin(KafkaConsumer<byte[], byte[]> consumer) {
		List<TopicPartition> partitions = consumer.partitionsFor(Topic.SESSION_EVENTS.name())
			.stream()
			.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
			.toList();
		consumer.assign(partitions);
		Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
		long since = this.clock.millis() - this.properties.kept().toMillis();
		Map<TopicPartition, Long> times = new HashMap<>();
		partitions.forEach((partition) -> times.put(partition, since));
		Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>(consumer.offsetsForTimes(times));
		ends.forEach((partition, end) -> {
			OffsetAndTimestamp first = found.get(partition);
			consumer.seek(partition, (first != null) ? first.offset() : end);
		});
		return ends;
	}

	/** A registry that is away ends the reading: it begins again from where it began. */
	private void take(EndedSessionDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null) {
			return;
		}
		try {
			decoder.ended(record.topic(), record.value()).ifPresent(this.denied::add);
		}
		catch (EndedSessionDecoder.Unreadable ex) {
			this.unreadable.increment();
			logger.error("No schema reads the record at {}-{}@{}", record.topic(), record.partition(), record.offset());
		}
	}

	private Map<String, Object> consumerSettings() {
		Map<String, Object> settings = new HashMap<>(this.properties.properties());
		settings.putAll(Map.of("bootstrap.servers", this.properties.bootstrapServers(), "isolation.level",
				"read_committed", "allow.auto.create.topics", false, "enable.auto.commit", false,
				// A log that ends before where this stood is read from where the time
				// begins.
				"auto.offset.reset", "none", "default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000, "client.id",
				"gateway-ended-sessions"));
		return settings;
	}

	private EndedSessionDecoder decoder() {
		try {
			Deserializer<?> deserializer = (Deserializer<?>) Class
				.forName("io.apicurio.registry.serde.avro.AvroKafkaDeserializer")
				.getConstructor()
				.newInstance();
			deserializer.configure(Map.of("apicurio.registry.url", this.properties.registryUrl() + "/apis/registry/v3",
					"apicurio.registry.use-specific-avro-reader", true, "apicurio.registry.fault-tolerant-refresh",
					true, "apicurio.registry.check-period-ms", NEVER.toMillis()), false);
			return new EndedSessionDecoder(this.properties.registryUrl(), deserializer);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
