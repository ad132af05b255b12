package dev.rollcall.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures how far compaction is behind, at the price of one record per partition: each
 * marker supersedes the one before it, and once compaction has removed that one, it has
 * also removed everything that was deleted before it. Knows only the markers of this
 * process. Thread-safe.
 */
final class CompactionLag {

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	private static final int MAX_MARKERS = 100;

	/** In the order of their offsets; the last one is not superseded. */
	private final Deque<Sent> markers = new ArrayDeque<>();

	private boolean measured;

	synchronized void sent(Map<TopicPartition, Long> offsets) {
		this.markers.add(new Sent(System.nanoTime(), Map.copyOf(offsets)));
		if (this.markers.size() > MAX_MARKERS) {
			// The oldest one tells the age, so one of the others is forgotten.
			Sent oldest = this.markers.remove();
			this.markers.remove();
			this.markers.addFirst(oldest);
		}
	}

	/**
	 * Forgets the markers that compaction has removed.
	 * @throws KafkaException if the broker does not respond
	 */
	synchronized void measure(TopicReader reader) {
		try (Consumer<byte[], byte[]> consumer = reader.open()) {
			while (this.markers.size() > 1 && !isThere(consumer, this.markers.element().offsets())) {
				this.markers.remove();
			}
		}
		this.measured = this.measured || this.markers.size() > 1;
	}

	private static boolean isThere(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> offsets) {
		Map<TopicPartition, Long> wanted = new HashMap<>(offsets);
		consumer.assign(wanted.keySet());
		consumer.resume(wanted.keySet());
		wanted.forEach(consumer::seek);
		long end = System.nanoTime() + TIMEOUT.toNanos();
		while (!wanted.isEmpty()) {
			for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
				TopicPartition partition = new TopicPartition(record.topic(), record.partition());
				Long marker = wanted.remove(partition);
				if (marker != null && marker == record.offset()) {
					return true;
				}
			}
			consumer.pause(offsets.keySet().stream().filter((partition) -> !wanted.containsKey(partition)).toList());
			if (System.nanoTime() - end > 0) {
				throw new KafkaException("The broker delivered no records of " + wanted.keySet());
			}
		}
		return false;
	}

	/**
	 * Returns the age of the oldest superseded marker that is still in the log, in
	 * seconds. Deletions since then may still be there, earlier ones are not.
	 * @return 0 if all are removed; NaN before the second markers of this process
	 */
	synchronized double seconds() {
		if (!this.measured && this.markers.size() < 2) {
			return Double.NaN;
		}
		return (this.markers.size() < 2) ? 0 : (System.nanoTime() - this.markers.element().at()) / 1e9;
	}

	private record Sent(long at, Map<TopicPartition, Long> offsets) {

	}

}
