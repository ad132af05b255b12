package dev.rollcall.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * The real broker and store, started once for all tests, and optionally the registry.
 */
final class Platform {

	static final TestPlatform PARTS = TestPlatform.start(Part.BROKER, Part.STORE);

	private static boolean deployed;

	private Platform() {
	}

	/** Starts the registry, unless it runs, with all schemas in it. */
	static synchronized void startRegistry() {
		if (!deployed) {
			PARTS.start(Part.REGISTRY);
			PARTS.deploy();
			deployed = true;
		}
	}

	/**
	 * Creates a relay topic and returns the unique name of its service.
	 */
	static String newService() {
		String service = "test-" + UUID.randomUUID();
		createTopic(Topic.relay(service).name(), Topic.RELAY_SLOTS, Map.of());
		return service;
	}

	static String newTopic() {
		String topic = "events-" + UUID.randomUUID();
		createTopic(topic, 3, Map.of());
		return topic;
	}

	/**
	 * Deletes the first records of each partition, as compaction does with all of a key.
	 */
	static void deleteBefore(String topic, int partitions, long offset) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) PARTS.bootstrapServers()))) {
			Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
			IntStream.range(0, partitions)
				.forEach((number) -> records.put(new TopicPartition(topic, number),
						RecordsToDelete.beforeOffset(offset)));
			admin.deleteRecords(records).all().get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void createTopic(String name, int partitions, Map<String, String> settings) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) PARTS.bootstrapServers()))) {
			admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
				.all()
				.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
