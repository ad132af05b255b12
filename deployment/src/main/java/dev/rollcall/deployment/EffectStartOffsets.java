package dev.rollcall.deployment;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Commits offset 0 for the consumer groups of effects, on partitions that are empty and
 * have no committed offset. Without it, an effect with an empty store starts at the end
 * of the log. Checks the partitions themselves, not whether this run created them, so a
 * repeated run completes one that was killed.
 */
final class EffectStartOffsets {

	private final Admin admin;

	private final Function<Topic, Stream<TopicPartition>> partitions;

	EffectStartOffsets(Admin admin, Function<Topic, Stream<TopicPartition>> partitions) {
		this.admin = admin;
		this.partitions = partitions;
	}

	void commit() throws InterruptedException {
		for (Consumer consumer : Consumer.all()) {
			if (consumer.kind() == Consumer.Kind.EFFECT) {
				commit(consumer.group(), consumer.topics().stream().flatMap(this.partitions));
			}
		}
	}

	private void commit(String group, Stream<TopicPartition> partitions) throws InterruptedException {
		Map<TopicPartition, OffsetAndMetadata> committed = TopicDeployment
			.await(this.admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
		List<TopicPartition> unused = unused(
				partitions.filter((partition) -> committed.get(partition) == null).toList());
		if (!unused.isEmpty()) {
			startAtZero(group, unused);
		}
	}

	private List<TopicPartition> unused(List<TopicPartition> partitions) throws InterruptedException {
		Map<TopicPartition, OffsetSpec> ends = partitions.stream()
			.collect(Collectors.toMap(Function.identity(), (partition) -> OffsetSpec.latest()));
		return TopicDeployment.await(this.admin.listOffsets(ends).all())
			.entrySet()
			.stream()
			.filter((end) -> end.getValue().offset() == 0)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The broker refuses the commit if the group has an active member. That member has
	 * already started at offset 0, the end of an empty partition.
	 */
	private void startAtZero(String group, List<TopicPartition> partitions) throws InterruptedException {
		Map<TopicPartition, OffsetAndMetadata> zero = partitions.stream()
			.collect(Collectors.toMap(Function.identity(), (partition) -> new OffsetAndMetadata(0)));
		try {
			this.admin.alterConsumerGroupOffsets(group, zero).all().get();
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof UnknownMemberIdException)) {
				throw TopicDeployment.failure(ex);
			}
		}
	}

}
