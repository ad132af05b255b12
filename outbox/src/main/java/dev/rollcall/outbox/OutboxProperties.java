package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the outbox.
 *
 * @param service names the consumer group and the transactional ids: the same for all
 * instances of a service, and it never changes; default: the application's name
 * @param collection the collection of the aggregate whose documents hold the outbox
 * @param relayTopic the topic whose partitions are the slots; it needs 8 partitions and
 * may delete records after an hour; default: {@code rollcall-<service>-relay}
 * @param schemas the record classes that this service writes; it is not ready until the
 * registry's content id of each is known
 * @param sweepPause the minimum pause between two searches for pending documents; limits
 * the delay after a lost hint, together with 20 times the duration of a search
 * @param keepPublished how long published messages are kept for repair
 * @param relaying whether pending messages are published; off while a store that was
 * restored from a backup is compared with the log
 * @param storeTimeout how long one call of the store may take before it counts as failed
 * @param markedTopics compacted topics that get a marker in every partition, so that
 * Kafka closes their segments and compacts them also where nothing else is appended
 * @param markerInterval the pause between two markers; a topic keeps deleted data that
 * much longer than its {@code max.compaction.lag.ms}
 */
@ConfigurationProperties("rollcall.outbox")
record OutboxProperties(@Nullable String service, String collection, @Nullable String relayTopic,
		@DefaultValue List<Class<? extends SpecificRecord>> schemas, @DefaultValue("1s") Duration sweepPause,
		@DefaultValue("7d") Duration keepPublished, @DefaultValue("true") boolean relaying,
		@DefaultValue("5s") Duration storeTimeout, @DefaultValue List<String> markedTopics,
		@DefaultValue("24h") Duration markerInterval) {

	OutboxProperties {
		if (collection == null || collection.isBlank()) {
			throw new IllegalArgumentException("rollcall.outbox.collection is not set: name the collection "
					+ "of the aggregate whose documents hold the outbox");
		}
	}

}
