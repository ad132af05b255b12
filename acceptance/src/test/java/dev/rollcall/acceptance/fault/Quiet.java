package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.common.KafkaException;
import org.bson.Document;

/**
 * Whether all work is done: no pending message, no due delivery, no consumer lag.
 */
final class Quiet {

	private static final List<String> USER_TOPICS = List.of(Topic.USER_EVENTS.name(), Topic.USER_CREDENTIALS.name());

	private static final Map<String, List<String>> GROUPS = Map.of("session-service-sessions", USER_TOPICS,
			"notification-service-deliveries", List.of(Topic.USER_EVENTS.name()));

	private final FaultSystem system;

	Quiet(FaultSystem system) {
		this.system = system;
	}

	/**
	 * Waits until the system is quiet.
	 * @param since the end of the fault, by {@link System#nanoTime()}
	 * @param limit the maximum time after {@code since}
	 * @return how long after {@code since} the system was quiet
	 */
	Duration await(long since, Duration limit) {
		List<String> busy = busy();
		while (!busy.isEmpty()) {
			if (System.nanoTime() - since > limit.toNanos()) {
				throw new AssertionError(
						"The system is not quiet %s after the end of the fault: %s".formatted(limit, busy));
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
			busy = busy();
		}
		return Duration.ofNanos(System.nanoTime() - since);
	}

	/** Describes the work that is not done. */
	List<String> busy() {
		List<String> busy = new ArrayList<>();
		try {
			pending("registration-service", "accounts", "outbox.0", busy);
			pending("session-service", "sessions", "outbox.0", busy);
			pending("notification-service", "due", "_id", busy);
			pending("notification-service", "held", "_id", busy);
			lag(busy);
		}
		catch (IllegalStateException | MongoException | KafkaException ex) {
			busy.add(ex.toString());
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

	private void lag(List<String> busy) {
		Map<String, List<String>> groups = new HashMap<>(GROUPS);
		groups.put("session-service-accounts-g" + generation(), USER_TOPICS);
		new Groups(this.system).lags(groups).forEach((group, lag) -> {
			if (lag > 0) {
				busy.add("%s lags by %d records".formatted(group, lag));
			}
		});
	}

	/** The active generation of the projection {@code accounts}. */
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

}
