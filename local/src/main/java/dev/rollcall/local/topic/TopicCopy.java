package dev.rollcall.local.topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a topic's committed records into {@code <topic>-replay-<name>}. A copy has the
 * same partition, key, value and headers, and three more headers:
 * {@link EventHeaders#REPLAY} with the name, {@link EventHeaders#REPLAY_SOURCE} with the
 * position of the original, and {@link EventHeaders#REPLAY_TIMESTAMP}. The order of each
 * partition is kept. Records that only serve compaction are not copied. Not thread-safe.
 */
public final class TopicCopy implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** More than the largest record, with the additional headers of its copy. */
	private static final int MAX_BYTES = 5 * 1024 * 1024;

	private final Map<String, Object> client;

	private final KafkaConsumer<byte[], byte[]> consumer;

	private final String source;

	private final String name;

	private final List<TopicPartition> partitions;

	/**
	 * Connects.
	 * @param name the name of the replay
	 * @throws KafkaException if the broker does not respond
	 */
	public TopicCopy(String bootstrapServers, String source, String name) {
		this.client = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
		Map<String, Object> reading = new HashMap<>(this.client);
		reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// Fail if records expire before they are copied: the copy would be incomplete.
		reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
		reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
		this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		this.source = source;
		this.name = name;
		List<PartitionInfo> found = this.consumer.listTopics(TIMEOUT).getOrDefault(source, List.of());
		this.partitions = found.stream().map((info) -> new TopicPartition(source, info.partition())).toList();
	}

	/** Returns the topic that gets the copies. */
	public String target() {
		return Topic.replay(this.source, this.name);
	}

	/** Returns whether the source exists. */
	public boolean sourceExists() {
		return !this.partitions.isEmpty();
	}

	/** Returns whether the source has a partition with this number. */
	public boolean hasPartition(int number) {
		return this.partitions.stream().anyMatch((partition) -> partition.partition() == number);
	}

	/**
	 * Creates the target with as many partitions as the source. Its broker sets the
	 * timestamps: by those of the originals, old records would expire at once.
	 * @param retention how long the copies are kept
	 * @return false if the target already exists
	 */
	public boolean create(Duration retention) {
		try (Admin admin = Admin.create(this.client)) {
			NewTopic topic = new NewTopic(target(), Optional.of(this.partitions.size()), Optional.empty())
				.configs(Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "delete", "retention.ms",
						Long.toString(retention.toMillis()), "max.message.bytes", Integer.toString(MAX_BYTES)));
			await(admin.createTopics(List.of(topic)).all());
			return true;
		}
		catch (KafkaException ex) {
			if (ex.getCause() instanceof TopicExistsException) {
				return false;
			}
			throw ex;
		}
	}

	/** Deletes the target. */
	public void delete() {
		try (Admin admin = Admin.create(this.client)) {
			await(admin.deleteTopics(List.of(target())).all());
		}
	}

	/**
	 * Copies the records that the source holds now.
	 * @param rate the maximum number of copies per second
	 * @throws KafkaException if the broker does not respond or refuses a copy, or records
	 * expire before they are copied: the target is then incomplete
	 */
	public Result run(ReplayRange range, int rate) {
		Map<TopicPartition, Long> ends = assign(range);
		RateLimit limit = new RateLimit(rate, System.nanoTime());
		AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
		long read = 0;
		long copied = 0;
		try (KafkaProducer<byte[], byte[]> producer = producer()) {
			while (isLeft(ends)) {
				for (ConsumerRecord<byte[], byte[]> record : this.consumer.poll(Duration.ofMillis(200))) {
					if (record.offset() >= offset(ends, new TopicPartition(record.topic(), record.partition()))) {
						continue;
					}
					read++;
					if (range.contains(record)) {
						LockSupport.parkNanos(limit.reserve(System.nanoTime()));
						producer.send(copy(record), (metadata, ex) -> failure.compareAndSet(null, ex));
						copied++;
						check(failure.get());
					}
				}
			}
			producer.flush();
			check(failure.get());
		}
		return new Result(read, copied);
	}

	private static void check(@Nullable Exception failure) {
		if (failure != null) {
			throw new KafkaException("The broker refused a copy: " + failure.getMessage(), failure);
		}
	}

	/**
	 * Assigns the partitions of a range and seeks to their first records.
	 * @return the offsets to stop before
	 */
	private Map<TopicPartition, Long> assign(ReplayRange range) {
		List<TopicPartition> wanted = this.partitions.stream()
			.filter((partition) -> range.includes(partition.partition()))
			.toList();
		this.consumer.assign(wanted);
		Map<TopicPartition, Long> firsts = this.consumer.beginningOffsets(wanted);
		Map<TopicPartition, Long> lasts = this.consumer.endOffsets(wanted);
		Map<TopicPartition, Long> since = (range.from() != null) ? since(range.from(), wanted, lasts) : firsts;
		Map<TopicPartition, Long> ends = new HashMap<>();
		for (TopicPartition partition : wanted) {
			long last = offset(lasts, partition);
			this.consumer.seek(partition, range.start(offset(firsts, partition), offset(since, partition), last));
			ends.put(partition, range.end(last));
		}
		return ends;
	}

	/** Returns the first offset of a time; the end where all records are older. */
	private Map<TopicPartition, Long> since(Instant from, List<TopicPartition> wanted,
			Map<TopicPartition, Long> lasts) {
		Map<TopicPartition, Long> times = new HashMap<>();
		wanted.forEach((partition) -> times.put(partition, from.toEpochMilli()));
		Map<TopicPartition, Long> since = new HashMap<>(lasts);
		this.consumer.offsetsForTimes(times).forEach((partition, found) -> {
			if (found != null) {
				since.put(partition, found.offset());
			}
		});
		return since;
	}

	private boolean isLeft(Map<TopicPartition, Long> ends) {
		return ends.entrySet().stream().anyMatch((end) -> this.consumer.position(end.getKey()) < end.getValue());
	}

	private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
		return Objects.requireNonNull(offsets.get(partition));
	}

	private ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
		ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(target(), record.partition(), record.key(),
				record.value(), record.headers());
		add(copy.headers(), EventHeaders.REPLAY, this.name);
		add(copy.headers(), EventHeaders.REPLAY_SOURCE,
				"%s-%d@%d".formatted(record.topic(), record.partition(), record.offset()));
		add(copy.headers(), EventHeaders.REPLAY_TIMESTAMP, Instant.ofEpochMilli(record.timestamp()).toString());
		return copy;
	}

	private static void add(Headers headers, String name, String value) {
		headers.add(name, value.getBytes(StandardCharsets.UTF_8));
	}

	private KafkaProducer<byte[], byte[]> producer() {
		Map<String, Object> writing = new HashMap<>(this.client);
		writing.put(ProducerConfig.ACKS_CONFIG, "all");
		writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_BYTES);
		return new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
	}

	private static void await(KafkaFuture<?> future) {
		try {
			future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new KafkaException(Objects.requireNonNull(ex.getCause()).getMessage(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("No response within " + TIMEOUT.toSeconds() + " s", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException(ex);
		}
	}

	@Override
	public void close() {
		this.consumer.close();
	}

	/**
	 * The outcome of a copy: numbers of records.
	 */
	public record Result(long read, long copied) {

	}

}
