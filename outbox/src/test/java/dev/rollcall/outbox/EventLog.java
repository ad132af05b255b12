package dev.rollcall.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import static org.awaitility.Awaitility.await;

/**
 * The committed records of a topic, from its beginning.
 */
final class EventLog implements AutoCloseable {

	private final KafkaConsumer<String, byte[]> consumer;

	private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

	EventLog(String topic) {
		this.consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers(), "isolation.level", "read_committed"),
				new StringDeserializer(), new ByteArrayDeserializer());
		// A new topic may be missing in the broker's metadata for a moment.
		List<TopicPartition> partitions = await().atMost(Instance.LIMIT)
			.until(() -> this.consumer.partitionsFor(topic), (found) -> !found.isEmpty())
			.stream()
			.map((partition) -> new TopicPartition(topic, partition.partition()))
			.toList();
		this.consumer.assign(partitions);
		this.consumer.seekToBeginning(partitions);
	}

	/** Reads until the log has this many records, for at most 30 s. */
	List<ConsumerRecord<String, byte[]>> read(int count) {
		long end = System.nanoTime() + Instance.LIMIT.toNanos();
		while (this.records.size() < count && System.nanoTime() < end) {
			this.consumer.poll(Duration.ofMillis(100)).forEach(this.records::add);
		}
		return this.records;
	}

	/** Reads until the log has this many distinct records, for at most 30 s. */
	void readDistinct(int count) {
		long end = System.nanoTime() + Instance.LIMIT.toNanos();
		Set<List<Object>> distinct = new HashSet<>();
		while (distinct.size() < count && System.nanoTime() < end) {
			this.consumer.poll(Duration.ofMillis(100)).forEach((found) -> {
				this.records.add(found);
				distinct.add(List.of(found.key(), found.value()[0]));
			});
		}
	}

	/** The values of each key's records, in order. */
	Map<String, List<Integer>> numbers() {
		Map<String, List<Integer>> numbers = new HashMap<>();
		this.records.forEach((found) -> numbers.computeIfAbsent(found.key(), (key) -> new ArrayList<>())
			.add((int) found.value()[0]));
		return numbers;
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
