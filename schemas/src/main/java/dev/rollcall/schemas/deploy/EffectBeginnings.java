package dev.rollcall.schemas.deploy;

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
 * Commits 0 for the groups of effects on partitions that hold nothing yet: an effect with
 * an empty store begins at its committed offset, and at the log's end where there is
 * none. It looks at what the partitions hold, not at what this run has created, so that a
 * run that was killed is finished by the next.
 */
final class EffectBeginnings {

	private final Admin admin;

	private final Function<Topic, Stream<TopicPartition>> partitions;

	EffectBeginnings(Admin admin, Function<Topic, Stream<TopicPartition>> partitions) {
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
			begin(group, unused);
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
	 * A group with a live member takes no commit from outside. It has begun already, at
	 * the end of these partitions, which is 0.
	 */
	private void begin(String group, List<TopicPartition> partitions) throws InterruptedException {
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
