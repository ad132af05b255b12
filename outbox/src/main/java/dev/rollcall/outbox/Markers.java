package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;

/**
 * When markers are due: records without a value in every partition of some topics. Kafka
 * closes a segment only when it appends, and compacts only closed segments. Shared by the
 * slots of an instance; thread-safe.
 */
final class Markers {

	/** Until the first ones of an instance, and after a failure. */
	private static final Duration SOON = Duration.ofMinutes(1);

	private final List<String> topics;

	private final Duration interval;

	private final CompactionLag lag = new CompactionLag();

	private volatile long dueAt;

	/**
	 * Creates the schedule.
	 * @param topics the topics to mark; none to send no markers
	 */
	Markers(List<String> topics, Duration interval) {
		this.topics = List.copyOf(topics);
		this.interval = interval;
		begin();
	}

	List<String> topics() {
		return this.topics;
	}

	/** Returns the time until the next markers; zero if they are due. */
	Duration untilDue() {
		return Duration.ofNanos(Math.max(0, this.dueAt - System.nanoTime()));
	}

	/** Notes an attempt, which is repeated soon unless the markers are sent. */
	void begin() {
		this.dueAt = System.nanoTime() + Math.min(SOON.toNanos(), this.interval.toNanos());
	}

	CompactionLag lag() {
		return this.lag;
	}

	void sent(Map<TopicPartition, Long> offsets) {
		this.lag.sent(offsets);
		this.dueAt = System.nanoTime() + this.interval.toNanos();
	}

}
