package dev.rollcall.containers;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.rollcall.local.query.QueryExample;
import dev.rollcall.local.query.RecordedQueries;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/**
 * Fails a test class if MongoDB does not plan a recorded query as the catalogue says: by
 * an index and without a sort in memory, except where the catalogue gives a reason. There
 * is no plan for a collection that was dropped; a later test class then explains the
 * query.
 */
public final class QueryPlans implements AfterAllCallback {

	private static final String STORE = System.getProperty("rollcall.mongodb-image", "");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Set<String> EXPLAINED = new HashSet<>();

	@Override
	public void afterAll(ExtensionContext context) {
		if (STORE.isEmpty()) {
			return;
		}
		synchronized (EXPLAINED) {
			List<String> failures = RecordedQueries.shared()
				.examples()
				.entrySet()
				.stream()
				.filter((query) -> !EXPLAINED.contains(query.getKey()))
				.flatMap((query) -> explain(query.getKey(), query.getValue()))
				.toList();
			if (!failures.isEmpty()) {
				throw new AssertionError("MongoDB's plans differ from the catalogue:\n" + String.join("\n", failures));
			}
		}
	}

	private static Stream<String> explain(String entry, QueryExample query) {
		Document planner = planner(query);
		Set<String> winner = stages(planner.get("winningPlan"));
		if (winner.equals(Set.of("EOF"))) {
			return Stream.empty();
		}
		EXPLAINED.add(entry);
		return isPlanned(entry, winner, planner) ? Stream.empty() : Stream.of(entry + " has the plan " + winner);
	}

	/**
	 * In a small collection a plan that sorts may win, so any plan without a sort is
	 * enough.
	 */
	private static boolean isPlanned(String entry, Set<String> winner, Document planner) {
		if (entry.endsWith("scans")) {
			return true;
		}
		boolean sorts = Stream
			.concat(Stream.of(winner),
					planner.getList("rejectedPlans", Document.class).stream().map(QueryPlans::stages))
			.allMatch((stages) -> stages.contains("SORT") || stages.contains("COLLSCAN"));
		return !winner.contains("COLLSCAN") && (entry.endsWith("sorts") || !sorts);
	}

	private static Document planner(QueryExample query) {
		Document find = new Document("find", query.collection()).append("filter", Document.parse(query.filter()))
			.append("sort", Document.parse(query.sort()));
		try (MongoClient client = MongoClients.create("mongodb://" + query.address() + "/?directConnection=true")) {
			Document explain = new Document("explain", find).append("verbosity", "queryPlanner");
			return Mono.from(client.getDatabase(query.database()).runCommand(explain))
				.map((plans) -> plans.get("queryPlanner", Document.class))
				.blockOptional(LIMIT)
				.orElseThrow();
		}
	}

	/** The names of all stages of a plan, whichever engine runs it. */
	private static Set<String> stages(@Nullable Object plan) {
		Set<String> stages = new HashSet<>();
		if (plan instanceof Map<?, ?> document) {
			document.forEach((field, value) -> {
				if ("stage".equals(field) && value instanceof String stage) {
					stages.add(stage);
				}
				else if (!"slotBasedPlan".equals(field)) {
					stages.addAll(stages(value));
				}
			});
		}
		else if (plan instanceof List<?> list) {
			list.forEach((value) -> stages.addAll(stages(value)));
		}
		return stages;
	}

}
