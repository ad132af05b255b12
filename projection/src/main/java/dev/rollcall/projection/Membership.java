package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import org.springframework.kafka.listener.ListenerUtils;

/**
 * Keeps a consumer in its group while a batch takes long: polls with all partitions
 * paused. Lives for one batch, on the container's thread.
 */
final class Membership {

	private static final Duration RENEW_AFTER = Duration.ofSeconds(5);

	private final Consumer<?, ?> consumer;

	private final BooleanSupplier running;

	private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();

	private long renewedAt = System.nanoTime();

	Membership(Consumer<?, ?> consumer, BooleanSupplier running, List<ConsumerRecord<byte[], byte[]>> records) {
		this.consumer = consumer;
		this.running = running;
		for (ConsumerRecord<byte[], byte[]> record : records) {
			this.firstOffsets.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
		}
	}

	/**
	 * Pauses between two attempts.
	 * @throws BatchAbandonedException if the batch cannot be finished here
	 */
	void pause(long millis) {
		try {
			ListenerUtils.conditionalSleep(this.running::getAsBoolean, millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw abandon("interrupted");
		}
		if (!this.running.getAsBoolean()) {
			throw abandon("stopped");
		}
		renew();
	}

	/**
	 * Polls if the last poll was some seconds ago.
	 * @throws BatchAbandonedException if the batch cannot be finished here
	 */
	void renewIfDue() {
		if (System.nanoTime() - this.renewedAt > RENEW_AFTER.toNanos()) {
			renew();
		}
	}

	private void renew() {
		try {
			poll();
		}
		catch (RuntimeException ex) {
			throw abandon(ex.toString());
		}
		this.renewedAt = System.nanoTime();
		if (!this.consumer.assignment().containsAll(this.firstOffsets.keySet())) {
			throw abandon("partitions revoked");
		}
	}

	/**
	 * Polls at the position where the batch begins: if partitions are revoked, the
	 * container commits that position, and their new owner reads the records that are not
	 * applied.
	 */
	private void poll() {
		Set<TopicPartition> pausedBefore = Set.copyOf(this.consumer.paused());
		this.consumer.pause(this.consumer.assignment());
		Map<TopicPartition, Long> afterBatch = positions();
		seek(this.firstOffsets);
		try {
			putBack(this.consumer.poll(Duration.ZERO));
			seek(afterBatch);
		}
		finally {
			resumeAllBut(pausedBefore);
		}
	}

	private Map<TopicPartition, Long> positions() {
		Set<TopicPartition> assignment = this.consumer.assignment();
		Map<TopicPartition, Long> positions = new HashMap<>();
		this.firstOffsets.keySet()
			.stream()
			.filter(assignment::contains)
			.forEach((partition) -> positions.put(partition, this.consumer.position(partition)));
		return positions;
	}

	private void seek(Map<TopicPartition, Long> offsets) {
		Set<TopicPartition> assignment = this.consumer.assignment();
		offsets.forEach((partition, offset) -> {
			if (assignment.contains(partition)) {
				this.consumer.seek(partition, offset);
			}
		});
	}

	/**
	 * A partition assigned during the poll is not paused, so the poll may return its
	 * records.
	 */
	private void putBack(ConsumerRecords<?, ?> records) {
		for (TopicPartition partition : records.partitions()) {
			this.consumer.seek(partition, records.records(partition).get(0).offset());
		}
	}

	private void resumeAllBut(Collection<TopicPartition> pausedBefore) {
		Set<TopicPartition> paused = new HashSet<>(this.consumer.paused());
		paused.removeAll(pausedBefore);
		this.consumer.resume(paused);
	}

	/**
	 * Abandons the batch: the partitions still assigned are read again from its start.
	 */
	BatchAbandonedException abandon(String reason) {
		seek(this.firstOffsets);
		return new BatchAbandonedException(reason);
	}

}
