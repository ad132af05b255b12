package dev.rollcall.acceptance.fault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The services' consumer groups, as an operator handles them. Their members must be down.
 */
final class Groups {

	private final FaultSystem system;

	Groups(FaultSystem system) {
		this.system = system;
	}

	/** Has groups begin anew. */
	void toBeginning(String group, List<String> topics) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.system.bootstrapServers()))) {
			Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
			for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
				topic.partitions()
					.forEach((partition) -> beginning.put(new TopicPartition(topic.name(), partition.partition()),
							new OffsetAndMetadata(0)));
			}
			admin.alterConsumerGroupOffsets(group, beginning).all().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Forgets a group's offsets. */
	void delete(String group) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.system.bootstrapServers()))) {
			admin.deleteConsumerGroups(List.of(group)).all().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
