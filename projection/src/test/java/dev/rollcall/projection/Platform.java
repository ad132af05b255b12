package dev.rollcall.projection;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The real broker, registry and store, one for all tests of the module, with the schemas
 * registered.
 */
final class Platform {

	private static final TestPlatform SHARED = started();

	private Platform() {
	}

	private static TestPlatform started() {
		TestPlatform platform = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.STORE);
		platform.deploy();
		return platform;
	}

	static TestPlatform shared() {
		return SHARED;
	}

	static Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", SHARED.bootstrapServers()));
	}

	/** Creates a topic of two partitions, and its dead-letter topic for a consumer. */
	static String topic(String service, String consumer) throws Exception {
		return topic(service, consumer, Map.of());
	}

	static String topic(String service, String consumer, Map<String, String> settings) throws Exception {
		String topic = "topic-" + UUID.randomUUID();
		try (Admin admin = admin()) {
			admin
				.createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(settings),
						new NewTopic(deadLetters(topic, service, consumer), 1, (short) 1)))
				.all()
				.get(20, TimeUnit.SECONDS);
		}
		return topic;
	}

	/** Creates a topic of one partition. */
	static void create(String topic) throws Exception {
		try (Admin admin = admin()) {
			admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
		}
	}

	static String deadLetters(String topic, String service, String consumer) {
		return Topic.deadLetterName(topic, service + "-" + consumer);
	}

	static long committed(String group, String topic) throws Exception {
		try (Admin admin = admin()) {
			return admin.listConsumerGroupOffsets(group)
				.partitionsToOffsetAndMetadata()
				.get(20, TimeUnit.SECONDS)
				.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
				.mapToLong((entry) -> entry.getValue().offset())
				.sum();
		}
	}

	static int members(String group) throws Exception {
		try (Admin admin = admin()) {
			return admin.describeConsumerGroups(List.of(group))
				.describedGroups()
				.get(group)
				.get(20, TimeUnit.SECONDS)
				.members()
				.size();
		}
	}

	static void commit(String group, String topic, long offset) throws Exception {
		try (Admin admin = admin()) {
			admin
				.alterConsumerGroupOffsets(group,
						Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset),
								new TopicPartition(topic, 1), new OffsetAndMetadata(offset)))
				.all()
				.get(20, TimeUnit.SECONDS);
		}
	}

}
