package dev.rollcall.gateway.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.rollcall.schemas.AvroLimits;
import dev.rollcall.schemas.RegisteredSchemas;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Fills the deny-set from the session events, on its own thread, starting as long ago as
 * a token may live. If the broker or the registry does not answer, or anything else
 * fails, it keeps what it knows and starts again. A record that no schema can read is
 * counted and skipped.
 */
@Component
final class EndedSessions implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EndedSessions.class);

	private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

	private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(2);

	private final DenySet denied;

	private final RevocationProperties properties;

	private final KafkaSettings kafka;

	private final Clock clock = Clock.systemUTC();

	private final Counter unreadable;

	private boolean failing;

	private volatile boolean following;

	private volatile boolean followedOnce;

	private volatile long startedAt;

	private volatile @Nullable Thread thread;

	EndedSessions(DenySet denied, RevocationProperties properties, KafkaSettings kafka, MeterRegistry meters) {
		AvroLimits.apply();
		this.denied = denied;
		this.properties = properties;
		this.kafka = kafka;
		this.unreadable = Counter.builder("rollcall.gateway.revocation.unreadable")
			.description("Session events that no schema can read")
			.register(meters);
		Gauge.builder("rollcall.gateway.revocation.degraded", () -> this.following ? 0 : 1)
			.description("1 while session events cannot be read: tokens of ended sessions stay valid")
			.register(meters);
	}

	@Override
	public void start() {
		this.startedAt = System.nanoTime();
		Thread reader = new Thread(this::run, "ended-sessions");
		reader.setDaemon(true);
		this.thread = reader;
		reader.start();
	}

	/** The thread ends after its next poll. An interrupt would disturb its consumer. */
	@Override
	public void stop() {
		this.thread = null;
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	/** Whether the deny-set is complete, except for events in flight. */
	boolean isFollowing() {
		return this.following;
	}

	/** Whether this starts for the first time, and for less than the given time. */
	boolean isWithin(Duration grace) {
		return !this.followedOnce && System.nanoTime() - this.startedAt < grace.toNanos();
	}

	/** A stopped thread must not go on beside its successor. */
	private boolean isMine() {
		return Thread.currentThread().equals(this.thread);
	}

	/** Continues after an Error too: without this thread no token would be revoked. */
	private void run() {
		while (isMine()) {
			CompletableFuture.runAsync(this::follow, Runnable::run).exceptionally(this::failed).join();
		}
	}

	private @Nullable Void failed(Throwable failure) {
		if (isMine()) {
			log((failure.getCause() != null) ? failure.getCause() : failure);
			this.failing = true;
			this.following = false;
			pause();
		}
		return null;
	}

	private void log(Throwable failure) {
		if (failure instanceof Error) {
			logger.error("revocation-degraded: reading session events failed; retrying", failure);
		}
		else if (!this.failing) {
			logger.warn("revocation-degraded: cannot read session events, tokens of sessions that end now stay valid "
					+ "until they expire; retrying: {}", failure.toString());
		}
	}

	private void follow() {
		Map<String, Object> settings = this.kafka.all();
		settings.putAll(this.properties.properties());
		try (Deserializer<?> deserializer = this.kafka.newDeserializer(RegisteredSchemas.settings(settings));
				SessionEvents events = new SessionEvents(settings, since())) {
			EndedSessionDecoder decoder = new EndedSessionDecoder(
					new RegisteredSchemas(deserializer::deserialize, REGISTRY_TIMEOUT));
			while (isMine()) {
				events.poll().forEach((record) -> take(decoder, record));
				if (this.following) {
					events.requireBroker();
				}
				else if (events.hasCaughtUp()) {
					caughtUp();
				}
			}
		}
	}

	private Instant since() {
		return this.clock.instant().minus(this.properties.kept());
	}

	private void take(EndedSessionDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null) {
			return;
		}
		try {
			decoder.ended(record.value()).ifPresent(this.denied::add);
		}
		catch (EndedSessionDecoder.UnreadableRecord ex) {
			this.unreadable.increment();
			logger.error("Skipped a session event that no schema can read: topic {}, partition {}, offset {}",
					record.topic(), record.partition(), record.offset());
		}
	}

	private void caughtUp() {
		this.following = true;
		this.followedOnce = true;
		this.failing = false;
		logger.info("The deny-set of ended sessions is complete; reading new session events");
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(RETRY_PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
