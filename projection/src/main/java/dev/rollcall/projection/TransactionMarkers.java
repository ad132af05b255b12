package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of transaction markers that follow the last records, or the lag of
 * an idle consumer would never be 0. Under load the next records do so. The container
 * could do the same after every batch, but that is a second commit for each record of a
 * quiet topic. Each partition is used by one thread at a time, that of its consumer.
 */
final class TransactionMarkers {

	private static final Logger logger = LoggerFactory.getLogger(TransactionMarkers.class);

	private final Map<TopicPartition, Processed> processed = new ConcurrentHashMap<>();

	private final Duration settled;

	private final Duration timeout;

	/**
	 * @param settled after this time the container has committed the processed records
	 * itself; it must not do so later, because its offset is lower
	 * @param timeout time limit of a commit
	 */
	TransactionMarkers(Duration settled, Duration timeout) {
		this.settled = settled;
		this.timeout = timeout;
	}

	/** Notes records that were processed. */
	void processed(Collection<? extends ConsumerRecord<?, ?>> records) {
		long now = System.nanoTime();
		records.forEach((record) -> this.processed.put(new TopicPartition(record.topic(), record.partition()),
				new Processed(record.offset() + 1, now)));
	}

	/**
	 * Commits the position of each partition that is beyond the processed records. Called
	 * on the consumer's thread while it has no records.
	 */
	void idle(Consumer<?, ?> consumer) {
		Map<TopicPartition, OffsetAndMetadata> beyond = new HashMap<>();
		for (TopicPartition partition : consumer.assignment()) {
			Processed last = this.processed.get(partition);
			if (last != null && System.nanoTime() - last.at() > this.settled.toNanos()) {
				long position = consumer.position(partition);
				if (position > last.next()) {
					beyond.put(partition, new OffsetAndMetadata(position));
				}
				this.processed.remove(partition);
			}
		}
		if (!beyond.isEmpty()) {
			commit(consumer, beyond);
		}
	}

	/** Without it the lag shown is too high by one, until the next records. */
	private void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> beyond) {
		try {
			consumer.commitSync(beyond, this.timeout);
		}
		catch (KafkaException ex) {
			logger.debug("The offsets of transaction markers were not committed: {}", beyond, ex);
		}
	}

	/**
	 * The end of the records that were processed.
	 *
	 * @param next the offset after the last record
	 */
	private record Processed(long next, long at) {
	}

}
