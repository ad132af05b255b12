package dev.rollcall.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.verification.RootCause;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.jspecify.annotations.Nullable;

/**
 * The ends of topics and the offsets of groups, from the broker, by one client that is
 * created for the first call.
 */
final class TopicOffsets implements AutoCloseable {

	private final Map<String, Object> settings;

	private final Duration limit;

	private @Nullable Admin admin;

	TopicOffsets(Map<String, Object> settings, Duration limit) {
		this.settings = new HashMap<>(settings);
		this.settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
		this.settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1, limit.toMillis() / 2));
		this.limit = limit;
	}

	/**
	 * Returns the end offsets for a reader of committed records.
	 * @throws KafkaException if the broker does not respond or a topic is missing
	 */
	Map<TopicPartition, Long> ends(Collection<String> topics) {
		Admin admin = admin();
		return ends(admin, topics);
	}

	/**
	 * Returns the end offsets of those partitions that hold, or held, records.
	 * @throws KafkaException if the broker does not respond or a topic is missing
	 */
	Map<TopicPartition, Long> filledEnds(Collection<String> topics) {
		Map<TopicPartition, Long> ends = ends(topics);
		ends.values().removeIf((offset) -> offset == 0);
		return ends;
	}

	/**
	 * Returns the committed offsets of a group, and the end of each partition without
	 * one.
	 * @throws KafkaException if the broker does not respond or a topic is missing
	 */
	Map<TopicPartition, Long> committedOrEnds(String group, Collection<String> topics) {
		Admin admin = admin();
		Map<TopicPartition, Long> offsets = ends(admin, topics);
		get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).forEach((partition, committed) -> {
			if (committed != null) {
				offsets.computeIfPresent(partition, (key, end) -> committed.offset());
			}
		});
		return offsets;
	}

	/** Returns the progress of a group in each partition. */
	Map<TopicPartition, Position> positions(String group, Collection<String> topics) {
		Admin admin = admin();
		Map<TopicPartition, Long> ends = ends(admin, topics);
		Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
		ends.keySet().forEach((partition) -> earliest.put(partition, OffsetSpec.earliest()));
		Map<TopicPartition, Long> begins = new HashMap<>();
		get(admin.listOffsets(earliest).all()).forEach((partition, found) -> begins.put(partition, found.offset()));
		Map<TopicPartition, OffsetAndMetadata> committed = get(
				admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
		Map<TopicPartition, Position> positions = new HashMap<>();
		ends.forEach((partition, end) -> {
			long begin = begins.getOrDefault(partition, 0L);
			OffsetAndMetadata here = committed.get(partition);
			positions.put(partition, new Position(begin, (here != null) ? here.offset() : begin, end));
		});
		return positions;
	}

	/** Returns the names of all groups. */
	Set<String> groups() {
		Set<String> names = new HashSet<>();
		get(admin().listGroups().all()).forEach((group) -> names.add(group.groupId()));
		return names;
	}

	boolean hasMembers(String group) {
		try {
			return get(admin().describeConsumerGroups(List.of(group)).all()).values()
				.stream()
				.anyMatch((description) -> !description.members().isEmpty());
		}
		catch (KafkaException ex) {
			if (RootCause.of(ex) instanceof GroupIdNotFoundException) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Deletes a group and its offsets.
	 * @return false if it still has members, or does not exist
	 */
	boolean delete(String group) {
		try {
			get(admin().deleteConsumerGroups(List.of(group)).all());
			return true;
		}
		catch (KafkaException ex) {
			Throwable cause = RootCause.of(ex);
			if (cause instanceof GroupNotEmptyException || cause instanceof GroupIdNotFoundException) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * The progress of a group in a partition.
	 *
	 * @param begin the first offset that exists
	 * @param next the first offset not yet applied
	 */
	record Position(long begin, long next, long end) {

	}

	private Map<TopicPartition, Long> ends(Admin admin, Collection<String> topics) {
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		get(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> description.partitions()
			.forEach((info) -> latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
		Map<TopicPartition, Long> ends = new HashMap<>();
		get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
			.forEach((partition, end) -> ends.put(partition, end.offset()));
		return ends;
	}

	private <T> T get(KafkaFuture<T> future) {
		try {
			return future.get(this.limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KafkaException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException(ex);
		}
	}

	/** Created when first needed: a service also starts without a broker. */
	private synchronized Admin admin() {
		Admin known = this.admin;
		if (known == null) {
			known = Admin.create(this.settings);
			this.admin = known;
		}
		return known;
	}

	@Override
	public synchronized void close() {
		if (this.admin != null) {
			this.admin.close(Duration.ZERO);
		}
	}

}
