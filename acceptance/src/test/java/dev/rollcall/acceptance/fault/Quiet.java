package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * Whether all work is done: nothing pending, nothing due, no group behind.
 */
final class Quiet {

	private static final List<String> USER_TOPICS = List.of("rollcall-user-events", "rollcall-user-credentials");

	private static final Map<String, List<String>> GROUPS = Map.of("session-service-sessions", USER_TOPICS,
			"notification-service-deliveries", List.of("rollcall-user-events"));

	private final FaultSystem system;

	Quiet(FaultSystem system) {
		this.system = system;
	}

	/**
	 * Waits until all is quiet.
	 * @param since when the fault ended, by {@link System#nanoTime()}
	 * @param limit how long to wait at most
	 * @return how long after the fault's end that was
	 */
	Duration await(long since, Duration limit) {
		List<String> busy = busy();
		while (!busy.isEmpty()) {
			if (System.nanoTime() - since > limit.toNanos()) {
				throw new AssertionError("Not quiet %s after the fault's end: %s".formatted(limit, busy));
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
			busy = busy();
		}
		return Duration.ofNanos(System.nanoTime() - since);
	}

	/** Says what is not done. */
	List<String> busy() {
		List<String> busy = new ArrayList<>();
		try {
			pending("registration-service", "accounts", "outbox.0", busy);
			pending("session-service", "sessions", "outbox.0", busy);
			pending("notification-service", "due", "_id", busy);
			lag(busy);
		}
		catch (ExecutionException | MongoException | KafkaException ex) {
			busy.add(ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return busy;
	}

	private void pending(String service, String collection, String field, List<String> busy) {
		String uri = this.system.store(service) + "&serverSelectionTimeoutMS=2000";
		try (MongoClient store = MongoClients.create(uri)) {
			long count = store.getDatabase(service.replace("-service", ""))
				.getCollection(collection)
				.countDocuments(Filters.exists(field));
			if (count > 0) {
				busy.add("%d pending in %s".formatted(count, collection));
			}
		}
	}

	private void lag(List<String> busy) throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", this.system.bootstrapServers(),
				"default.api.timeout.ms", 5000, "request.timeout.ms", 4000))) {
			Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
			for (TopicDescription topic : admin.describeTopics(USER_TOPICS).allTopicNames().get().values()) {
				topic.partitions()
					.forEach((partition) -> latest.put(new TopicPartition(topic.name(), partition.partition()),
							OffsetSpec.latest()));
			}
			Map<TopicPartition, Long> ends = new HashMap<>();
			admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
				.all()
				.get()
				.forEach((partition, end) -> ends.put(partition, end.offset()));
			Map<String, List<String>> groups = new HashMap<>(GROUPS);
			groups.put("session-service-accounts-g" + generation(), USER_TOPICS);
			for (Map.Entry<String, List<String>> group : groups.entrySet()) {
				long lag = lag(admin.listConsumerGroupOffsets(group.getKey()).partitionsToOffsetAndMetadata().get(),
						ends, group.getValue());
				if (lag > 0) {
					busy.add("%s is %d behind".formatted(group.getKey(), lag));
				}
			}
		}
	}

	/** The generation of the accounts that serves. */
	private int generation() {
		String uri = this.system.store("session-service") + "&serverSelectionTimeoutMS=2000";
		try (MongoClient store = MongoClients.create(uri)) {
			Document accounts = store.getDatabase("session")
				.getCollection("projections")
				.find(Filters.eq("_id", "accounts"))
				.first();
			return (accounts != null) ? accounts.getEmbedded(List.of("active", "1"), 1) : 1;
		}
	}

	private static long lag(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends,
			List<String> topics) {
		return ends.entrySet().stream().filter((end) -> topics.contains(end.getKey().topic())).mapToLong((end) -> {
			OffsetAndMetadata offset = committed.get(end.getKey());
			return Math.max(0, end.getValue() - ((offset != null) ? offset.offset() : 0));
		}).sum();
	}

}
