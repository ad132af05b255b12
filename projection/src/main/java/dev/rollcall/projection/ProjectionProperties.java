package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;

import dev.rollcall.schemas.Topic;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the consumers.
 *
 * @param service the first part of the names of consumer groups and dead-letter topics;
 * {@code spring.application.name} by default
 * @param groupProtocol how groups are coordinated; {@code consumer} requires a broker
 * with KIP-848, whose time limits then apply
 * @param concurrency threads, each with its own Kafka consumer, for every projection,
 * reaction and effect; more than the topic's partitions are idle
 * @param maxPollRecords maximum records in a batch, and so in one bulk write
 * @param backOff the pause between two attempts after a transient failure
 * @param compactedTopics topics of states, in which a null value is a tombstone and
 * missing versions are normal; elsewhere a null value is dead-lettered, except the
 * tombstones of {@code rollcall-user-events}, which are skipped
 * @param applyTimeLimit time limit of each operation on store, broker or registry; after
 * it the attempt has failed
 * @param rebuild how projections are rebuilt
 */
@ConfigurationProperties("rollcall.projection")
record ProjectionProperties(@Nullable String service, @DefaultValue("classic") GroupProtocol groupProtocol,
		@DefaultValue("1") int concurrency, @DefaultValue("500") int maxPollRecords, @DefaultValue BackOff backOff,
		List<String> compactedTopics, @DefaultValue("10s") Duration applyTimeLimit, @DefaultValue Rebuild rebuild) {

	ProjectionProperties {
		if (compactedTopics == null) {
			compactedTopics = List.of(Topic.USERS.name(), Topic.USER_CREDENTIALS.name());
		}
	}

	/**
	 * The pause before the next attempt, doubled each time, with jitter.
	 *
	 * @param initial the first pause
	 * @param max the longest one; keep it far below {@code max.poll.interval.ms}
	 */
	record BackOff(@DefaultValue("200ms") Duration initial, @DefaultValue("5s") Duration max) {

	}

	/**
	 * How a projection is rebuilt.
	 *
	 * @param concurrency threads, each with its own Kafka consumer; 0: half of the
	 * processors (measured on two processors, a second thread was a sixth faster and made
	 * the slowest sign-ins half as slow again), or all of them for the first generation,
	 * before which no requests are served
	 * @param batchSize maximum records in a batch
	 * @param longestRest the longest pause after a batch when CPU is scarce; 0: no
	 * throttling
	 * @param lookAgain how long the comparison waits for what a new generation lacks
	 * before it stops the generation
	 * @param keepFormer how long the former generation is kept up to date for a rollback;
	 * generations of other versions are kept as long
	 */
	record Rebuild(@DefaultValue("0") int concurrency, @DefaultValue("2000") int batchSize,
			@DefaultValue("5s") Duration longestRest, @DefaultValue("30s") Duration lookAgain,
			@DefaultValue("24h") Duration keepFormer) {

		int threads(Preparation.Load load) {
			int processors = Runtime.getRuntime().availableProcessors();
			int own = (load == Preparation.Load.FILL) ? processors : Math.max(1, processors / 2);
			return (this.concurrency > 0) ? this.concurrency : own;
		}

	}

	/** How a consumer group is coordinated. */
	enum GroupProtocol {

		/** By one of its members; every broker supports it. */
		CLASSIC,

		/** By the broker (KIP-848). */
		CONSUMER

	}

}
