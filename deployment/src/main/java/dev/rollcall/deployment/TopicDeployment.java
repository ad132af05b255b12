package dev.rollcall.deployment;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Creates missing topics and updates the settings of existing ones. It never changes the
 * number of partitions, because the records of a key would lose their order.
 */
final class TopicDeployment {

	private final Admin admin;

	private final int partitions;

	private final short replication;

	private final @Nullable Duration compactionLag;

	/**
	 * Creates the step.
	 * @param compactionLag replaces the maximum lag of the compacted topics in the
	 * catalogue; null keeps it
	 */
	TopicDeployment(Admin admin, int partitions, short replication, @Nullable Duration compactionLag) {
		this.admin = admin;
		this.partitions = partitions;
		this.replication = replication;
		this.compactionLag = compactionLag;
	}

	void deploy() throws InterruptedException {
		Set<String> existing = await(this.admin.listTopics().names());
		List<Topic> missing = Topic.all().stream().filter((topic) -> !existing.contains(topic.name())).toList();
		List<Topic> present = Topic.all().stream().filter((topic) -> existing.contains(topic.name())).toList();
		checkPartitions(present);
		await(this.admin.createTopics(missing.stream().map(this::newTopic).toList()).all());
		configure(present);
		new EffectStartOffsets(this.admin, this::partitions).commit();
	}

	private NewTopic newTopic(Topic topic) {
		return new NewTopic(topic.name(), partitionsOf(topic), this.replication).configs(settings(topic));
	}

	private Map<String, String> settings(Topic topic) {
		if (this.compactionLag == null || !topic.isCompacted()) {
			return topic.settings();
		}
		Map<String, String> settings = new HashMap<>(topic.settings());
		settings.put(Topic.COMPACTION_LAG, Long.toString(this.compactionLag.toMillis()));
		return settings;
	}

	private int partitionsOf(Topic topic) {
		return (topic.partitions() != Topic.KEYED) ? topic.partitions() : this.partitions;
	}

	private void checkPartitions(List<Topic> topics) throws InterruptedException {
		Map<String, TopicDescription> descriptions = await(
				this.admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames());
		for (Topic topic : topics) {
			int found = Objects.requireNonNull(descriptions.get(topic.name())).partitions().size();
			if (found != partitionsOf(topic)) {
				throw new DeploymentException(
						"Topic %s has %d partitions, but %d are configured. The number of partitions cannot change: use a new topic"
							.formatted(topic.name(), found, partitionsOf(topic)),
						null);
			}
		}
	}

	private void configure(List<Topic> topics) throws InterruptedException {
		Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
		for (Topic topic : topics) {
			changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
					settings(topic).entrySet()
						.stream()
						.map((entry) -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()),
								AlterConfigOp.OpType.SET))
						.toList());
		}
		await(this.admin.incrementalAlterConfigs(changes).all());
	}

	private Stream<TopicPartition> partitions(Topic topic) {
		return IntStream.range(0, partitionsOf(topic)).mapToObj((number) -> new TopicPartition(topic.name(), number));
	}

	static <T> T await(KafkaFuture<T> future) throws InterruptedException {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw failure(ex);
		}
	}

	static DeploymentException failure(ExecutionException ex) {
		return new DeploymentException("The broker refused the request or did not respond: " + ex.getMessage(), ex);
	}

}
