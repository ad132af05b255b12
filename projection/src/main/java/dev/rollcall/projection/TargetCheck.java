package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a consumer has reached a target. A log that was truncated, as by an unclean
 * leader election, ends below it: then the end of the log counts, after a while in which
 * a new leader may still catch up. Not thread-safe.
 */
final class TargetCheck {

	private static final Logger logger = LoggerFactory.getLogger(TargetCheck.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration TRUNCATED_AFTER = Duration.ofSeconds(10);

	private final Clock clock;

	/** By partition that is read to an end below its target: since when. */
	private final Map<TopicPartition, Instant> endedSince = new HashMap<>();

	TargetCheck(Clock clock) {
		this.clock = clock;
	}

	boolean isReached(Consumer<?, ?> consumer, TopicPartition partition, long target) {
		long position = consumer.position(partition, TIMEOUT);
		return position >= target || isTruncated(consumer, partition, position, target);
	}

	private boolean isTruncated(Consumer<?, ?> consumer, TopicPartition partition, long position, long target) {
		if (consumer.currentLag(partition).orElse(1) > 0) {
			this.endedSince.remove(partition);
			return false;
		}
		Instant now = this.clock.instant();
		Instant since = this.endedSince.computeIfAbsent(partition, (first) -> now);
		// Without a broker the known end may be old, and this call fails.
		boolean truncated = !now.isBefore(since.plus(TRUNCATED_AFTER))
				&& consumer.endOffsets(Set.of(partition), TIMEOUT).getOrDefault(partition, target) <= position;
		if (truncated) {
			logger.error("{} ends at offset {}, below {}, where it ended before: records are lost; continuing",
					partition, position, target);
		}
		return truncated;
	}

}
