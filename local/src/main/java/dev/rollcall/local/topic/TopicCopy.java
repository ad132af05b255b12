package dev.rollcall.local.topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a topic's committed records into {@code <topic>-replay-<name>}: to the same
 * partition, with the same key, value, headers and time, and two headers more:
 * {@value #REPLAY} with the name, and {@value #SOURCE} with the record's place. Each
 * partition's order is kept. For one thread.
 */
public final class TopicCopy implements AutoCloseable {

	/** By it an effect knows a record that was there before. */
	public static final String REPLAY = "rollcall-replay";

	/** Where the record is that it is a copy of, as {@code topic-partition@offset}. */
	public static final String SOURCE = "rollcall-replay-source";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	/** A dead letter of 4 MiB, and the headers that a copy has more. */
	private static final int MAX_BYTES = 5 * 1024 * 1024;

	/** A pause lasts longer than it was asked to: so much is made up for. */
	private static final long SLACK_NANOS = 20_000_000;

	private final Map<String, Object> client;

	private final KafkaConsumer<byte[], byte[]> consumer;

	private final String source;

	private final String name;

	private final List<TopicPartition> partitions;

	/**
	 * Connects.
	 * @param bootstrapServers the brokers
	 * @param source the topic that is read
	 * @param name whose replay it is
	 * @throws KafkaException if the broker does not answer
	 */
	public TopicCopy(String bootstrapServers, String source, String name) {
		this.client = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
		Map<String, Object> reading = new HashMap<>(this.client);
		reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
		reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// What expires before it is copied ends the copy: it would not be whole.
		reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
		reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
		this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		this.source = source;
		this.name = name;
		List<PartitionInfo> found = this.consumer.listTopics(LIMIT).getOrDefault(source, List.of());
		this.partitions = found.stream().map((info) -> new TopicPartition(source, info.partition())).toList();
	}

	/**
	 * Returns where the records go.
	 * @return the topic
	 */
	public String target() {
		return this.source + "-replay-" + this.name;
	}

	/**
	 * Says whether there is anything to read.
	 * @return whether the source is there
	 */
	public boolean sourceExists() {
		return !this.partitions.isEmpty();
	}

	/**
	 * Says whether a partition is there.
	 * @param number its number
	 * @return whether the source has it
	 */
	public boolean hasPartition(int number) {
		return this.partitions.stream().anyMatch((partition) -> partition.partition() == number);
	}

	/**
	 * Makes the topic, with the source's number of partitions and the records' own times.
	 * It is kept until somebody deletes it: by their times its records may be old.
	 * @return false if it is there already
	 */
	public boolean create() {
		try (Admin admin = Admin.create(this.client)) {
			NewTopic topic = new NewTopic(target(), Optional.of(this.partitions.size()), Optional.empty())
				.configs(Map.of("message.timestamp.type", "CreateTime", "cleanup.policy", "delete", "retention.ms",
						"-1", "max.message.bytes", Integer.toString(MAX_BYTES)));
			await(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
			return true;
		}
		catch (KafkaException ex) {
			if (ex.getCause() instanceof TopicExistsException) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Takes the topic away again, with what is in it.
	 * @throws KafkaException if the broker does not answer
	 */
	public void delete() {
		try (Admin admin = Admin.create(this.client)) {
			await(admin.deleteTopics(List.of(target())).all().toCompletionStage().toCompletableFuture());
		}
	}

	/**
	 * Copies what is there now.
	 * @param range which records
	 * @param rate records a second at most, also after a while without any
	 * @return how many
	 * @throws KafkaException if the broker does not answer, has not taken a copy, or no
	 * longer has what was to be copied: then not all is there
	 */
	public Result run(Range range, int rate) {
		List<TopicPartition> wanted = this.partitions.stream()
			.filter((partition) -> range.partition() == null || range.partition() == partition.partition())
			.toList();
		this.consumer.assign(wanted);
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(wanted);
		begin(range, wanted, ends);
		long read = 0;
		long copied = 0;
		long next = System.nanoTime();
		AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
		try (KafkaProducer<byte[], byte[]> producer = producer()) {
			while (wanted.stream().anyMatch((partition) -> isLeft(range, partition, ends))) {
				for (ConsumerRecord<byte[], byte[]> record : this.consumer.poll(Duration.ofMillis(200))) {
					if (record.offset() >= end(range, new TopicPartition(record.topic(), record.partition()), ends)) {
						continue;
					}
					read++;
					if (range.contains(record)) {
						LockSupport.parkNanos(next - System.nanoTime());
						next = Math.max(next, System.nanoTime() - SLACK_NANOS) + 1_000_000_000L / rate;
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
			throw new KafkaException("A copy was not taken: " + failure.getMessage(), failure);
		}
	}

	private void begin(Range range, List<TopicPartition> wanted, Map<TopicPartition, Long> ends) {
		this.consumer.seekToBeginning(wanted);
		if (range.fromOffset() != null) {
			Map<TopicPartition, Long> first = this.consumer.beginningOffsets(wanted);
			wanted.forEach((partition) -> this.consumer.seek(partition, Math.min(ends.getOrDefault(partition, 0L),
					Math.max(first.getOrDefault(partition, 0L), range.fromOffset()))));
		}
		if (range.from() != null) {
			Map<TopicPartition, Long> times = new HashMap<>();
			wanted.forEach((partition) -> times.put(partition, range.from().toEpochMilli()));
			Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>(
					this.consumer.offsetsForTimes(times));
			for (TopicPartition partition : wanted) {
				OffsetAndTimestamp first = found.get(partition);
				if (first == null) {
					this.consumer.seekToEnd(List.of(partition));
				}
				else if (first.offset() > this.consumer.position(partition)) {
					this.consumer.seek(partition, first.offset());
				}
			}
		}
	}

	private boolean isLeft(Range range, TopicPartition partition, Map<TopicPartition, Long> ends) {
		return this.consumer.position(partition) < end(range, partition, ends);
	}

	private static long end(Range range, TopicPartition partition, Map<TopicPartition, Long> ends) {
		long end = ends.getOrDefault(partition, 0L);
		return (range.toOffset() != null) ? Math.min(end, range.toOffset()) : end;
	}

	private ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
		ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(target(), record.partition(), record.timestamp(),
				record.key(), record.value(), record.headers());
		Headers headers = copy.headers();
		headers.add(REPLAY, this.name.getBytes(StandardCharsets.UTF_8));
		headers.add(SOURCE, "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset())
			.getBytes(StandardCharsets.UTF_8));
		return copy;
	}

	private KafkaProducer<byte[], byte[]> producer() {
		Map<String, Object> writing = new HashMap<>(this.client);
		writing.put(ProducerConfig.ACKS_CONFIG, "all");
		writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_BYTES);
		return new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
	}

	private static void await(Future<?> future) {
		try {
			future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new KafkaException(Objects.requireNonNull(ex.getCause()).getMessage(), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("No answer within " + LIMIT.toSeconds() + " s", ex);
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
	 * Which records; null does not limit.
	 *
	 * @param from of this time or later
	 * @param to before this time
	 * @param fromOffset from this offset of each partition
	 * @param toOffset before this offset of each partition
	 * @param partition of this partition
	 * @param user with this key
	 * @param types of these types, by the header {@code ce_type}; empty for all
	 */
	public record Range(@Nullable Instant from, @Nullable Instant to, @Nullable Long fromOffset,
			@Nullable Long toOffset, @Nullable Integer partition, @Nullable String user, Set<String> types) {

		boolean contains(ConsumerRecord<byte[], byte[]> record) {
			boolean inTime = (this.from == null || record.timestamp() >= this.from.toEpochMilli())
					&& (this.to == null || record.timestamp() < this.to.toEpochMilli());
			return inTime && (this.user == null || this.user.equals(text(record.key())))
					&& (this.types.isEmpty() || this.types.contains(type(record)));
		}

		private static String type(ConsumerRecord<byte[], byte[]> record) {
			Header header = record.headers().lastHeader("ce_type");
			String type = (header != null) ? text(header.value()) : "";
			return type.substring(type.lastIndexOf('.') + 1);
		}

		private static String text(byte @Nullable [] bytes) {
			return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
		}

	}

	/**
	 * What was done.
	 *
	 * @param read records that were looked at
	 * @param copied records that were copied
	 */
	public record Result(long read, long copied) {

	}

}
