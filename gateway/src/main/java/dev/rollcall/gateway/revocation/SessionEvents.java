package dev.rollcall.gateway.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the session events from a point in time on, outside any consumer group: each
 * gateway reads all of them. Every method fails if the broker does not respond.
 */
final class SessionEvents implements AutoCloseable {

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);

	private static final Map<String, Object> SETTINGS = Map.of(ConsumerConfig.CLIENT_ID_CONFIG,
			"gateway-ended-sessions", ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
			ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
			// If an offset no longer exists, reading fails and starts again from the
			// time.
			ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none", ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000,
			ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);

	private final KafkaConsumer<byte[], byte[]> consumer;

	private final Map<TopicPartition, Long> ends;

	private long checkedAt = System.nanoTime();

	SessionEvents(Map<String, Object> settings, Instant since) {
		Map<String, Object> own = new HashMap<>(settings);
		own.putAll(SETTINGS);
		this.consumer = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		try {
			this.ends = begin(since);
		}
		catch (RuntimeException ex) {
			this.consumer.close();
			throw ex;
		}
	}

	private Map<TopicPartition, Long> begin(Instant since) {
		List<TopicPartition> partitions = this.consumer.partitionsFor(Topic.SESSION_EVENTS.name())
			.stream()
			.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
			.toList();
		this.consumer.assign(partitions);
		Map<TopicPartition, Long> times = new HashMap<>();
		partitions.forEach((partition) -> times.put(partition, since.toEpochMilli()));
		Map<TopicPartition, Long> found = this.consumer.endOffsets(partitions);
		Map<TopicPartition, @Nullable OffsetAndTimestamp> first = new HashMap<>(this.consumer.offsetsForTimes(times));
		found.forEach((partition, end) -> {
			OffsetAndTimestamp offset = first.get(partition);
			this.consumer.seek(partition, (offset != null) ? offset.offset() : end);
		});
		return found;
	}

	Iterable<ConsumerRecord<byte[], byte[]>> poll() {
		return this.consumer.poll(POLL_TIMEOUT);
	}

	/** Whether everything has been read that was there at the start. */
	boolean hasCaughtUp() {
		return this.ends.entrySet().stream().allMatch((end) -> this.consumer.position(end.getKey()) >= end.getValue());
	}

	/**
	 * Fails if a broker of any partition does not respond; {@link #poll} would only
	 * return nothing, or the records of the other partitions. Asks at most twice a
	 * second.
	 */
	void requireBroker() {
		if (System.nanoTime() - this.checkedAt >= POLL_TIMEOUT.toNanos()) {
			this.consumer.endOffsets(this.ends.keySet(), BROKER_TIMEOUT);
			this.checkedAt = System.nanoTime();
		}
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
