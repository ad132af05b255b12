package dev.rollcall.acceptance.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer groups of the services, as operators inspect and reset them.
 */
final class Groups {

	private final FaultSystem system;

	Groups(FaultSystem system) {
		this.system = system;
	}

	/** Resets a group to the beginning. Its members must be down, here and below. */
	void toBeginning(String group, List<String> topics) {
		move(group, topics, OffsetSpec.earliest());
	}

	/** Resets a group to the end. */
	void toEnd(String group, List<String> topics) {
		move(group, topics, OffsetSpec.latest());
	}

	private void move(String group, List<String> topics, OffsetSpec where) {
		ask((admin) -> {
			Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
			offsets(admin, topics, where)
				.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
			return admin.alterConsumerGroupOffsets(group, offsets).all().get();
		});
	}

	/** Deletes a group with its offsets. */
	void delete(String group) {
		ask((admin) -> admin.deleteConsumerGroups(List.of(group)).all().get());
	}

	/** The sum of a group's committed offsets. */
	long committed(String group) {
		return ask((admin) -> committed(admin, group).values().stream().mapToLong(OffsetAndMetadata::offset).sum());
	}

	/**
	 * The lag of groups, in records.
	 * @param topics each group's topics
	 * @throws IllegalStateException if the broker does not respond in time
	 */
	Map<String, Long> lags(Map<String, List<String>> topics) {
		return ask((admin) -> {
			Map<TopicPartition, Long> ends = offsets(admin,
					topics.values().stream().flatMap(List::stream).distinct().toList(), OffsetSpec.latest());
			Map<String, Long> lags = new HashMap<>();
			for (Map.Entry<String, List<String>> group : topics.entrySet()) {
				lags.put(group.getKey(), lag(committed(admin, group.getKey()), ends, group.getValue()));
			}
			return lags;
		});
	}

	private static Map<TopicPartition, Long> offsets(Admin admin, List<String> topics, OffsetSpec where)
			throws ExecutionException, InterruptedException {
		Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
		for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
			topic.partitions()
				.forEach((partition) -> specs.put(new TopicPartition(topic.name(), partition.partition()), where));
		}
		Map<TopicPartition, Long> offsets = new HashMap<>();
		admin.listOffsets(specs, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
			.all()
			.get()
			.forEach((partition, result) -> offsets.put(partition, result.offset()));
		return offsets;
	}

	private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
			throws ExecutionException, InterruptedException {
		return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
	}

	private static long lag(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends,
			List<String> topics) {
		return ends.entrySet().stream().filter((end) -> topics.contains(end.getKey().topic())).mapToLong((end) -> {
			OffsetAndMetadata offset = committed.get(end.getKey());
			return Math.max(0, end.getValue() - ((offset != null) ? offset.offset() : 0));
		}).sum();
	}

	private <T> T ask(Question<T> question) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.system.bootstrapServers(),
				"default.api.timeout.ms", 5000, "request.timeout.ms", 4000))) {
			return question.ask(admin);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private interface Question<T> {

		T ask(Admin admin) throws ExecutionException, InterruptedException;

	}

}
