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
 * {@code spring.application.name} when not set
 * @param groupProtocol how groups are coordinated; {@code consumer} needs a broker that
 * speaks KIP-848 and takes its time limits from there
 * @param concurrency threads, each with its own Kafka consumer, for every projection,
 * reaction and effect; more than the topic's partitions are idle
 * @param maxPollRecords records in a batch at most, and so in one bulk write
 * @param backOff the pause between two tries of what failed for a passing reason
 * @param compactedTopics topics in which a null value is a tombstone and missing versions
 * are normal; elsewhere a null value is dead-lettered
 * @param applyTimeLimit how long each operation on store, broker or registry may take
 * before the try counts as failed
 * @param rebuild how projections are built anew
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
	 * The pause before the next try, doubled from try to try, with jitter.
	 *
	 * @param initial the first pause
	 * @param max the longest one; keep it far below {@code max.poll.interval.ms}
	 */
	record BackOff(@DefaultValue("200ms") Duration initial, @DefaultValue("5s") Duration max) {

	}

	/**
	 * How a projection is built anew.
	 *
	 * @param concurrency threads, each with its own Kafka consumer, that read for it; 0:
	 * as many as half of the processors: on two, a second one was a sixth faster, and
	 * those who signed in slowest waited half as long again; as many as all of them for
	 * the first generation, before which nobody is served
	 * @param batchSize records in a batch at most
	 * @param longestRest how long a rebuild rests after a batch at most, where processors
	 * are short, so that what serves has them; 0: it never gives way
	 * @param lookAgain how long what a new generation lacks is looked for again before it
	 * is kept from serving
	 * @param keepFormer how long the former generation follows, for a rollback; what
	 * another version has left is kept as long
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

	/**
	 * How a consumer group is coordinated.
	 */
	enum GroupProtocol {

		/** By one of its members; works with every broker. */
		CLASSIC,

		/** By the broker (KIP-848). */
		CONSUMER

	}

}
