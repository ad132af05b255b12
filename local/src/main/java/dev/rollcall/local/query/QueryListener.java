package dev.rollcall.local.query;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Records the queries and the indexes of a MongoDB client.
 */
public final class QueryListener implements CommandListener {

	private static final BsonDocument NOTHING = new BsonDocument();

	private static final String AND = "$and";

	private static final String EXISTS = "$exists";

	private final RecordedQueries recorded;

	/** Creates a listener that records into {@link RecordedQueries#shared()}. */
	public QueryListener() {
		this(RecordedQueries.shared());
	}

	QueryListener(RecordedQueries recorded) {
		this.recorded = recorded;
	}

	@Override
	public void commandStarted(CommandStartedEvent event) {
		BsonDocument command = event.getCommand();
		switch (event.getCommandName()) {
			case "find" -> query(event, part(command, "filter"), part(command, "sort"), command.containsKey("limit"));
			case "findAndModify" -> query(event, part(command, "query"), part(command, "sort"), true);
			case "count", "distinct" -> query(event, part(command, "query"), NOTHING, false);
			case "aggregate" -> query(event, firstMatch(command), NOTHING, false);
			case "update" -> each(command, "updates", (write) -> query(event, part(write, "q"), NOTHING, false));
			case "delete" -> each(command, "deletes", (write) -> query(event, part(write, "q"), NOTHING, false));
			case "createIndexes" ->
				each(command, "indexes", (index) -> this.recorded.add(common(collection(event)), index(index)));
			default -> {
			}
		}
	}

	private void query(CommandStartedEvent event, BsonDocument filter, BsonDocument sort, boolean limited) {
		SortedMap<String, SortedSet<String>> conditions = new TreeMap<>();
		conditions(filter)
			.forEach((condition) -> conditions.computeIfAbsent(common(condition.getKey()), (field) -> new TreeSet<>())
				.addAll(operators(condition.getValue())));
		List<String> order = sort.entrySet().stream().map(QueryListener::order).toList();
		this.recorded.add(
				new QueryShape(common(collection(event)), event.getCommandName(), conditions, order, limited,
						event.getCommand().containsKey("maxTimeMS")),
				() -> new QueryExample(event.getConnectionDescription().getServerAddress().toString(),
						event.getDatabaseName(), collection(event), filter.toJson(), sort.toJson()));
	}

	/** The conditions that a document must all meet. */
	private static Stream<Map.Entry<String, BsonValue>> conditions(BsonDocument filter) {
		return filter.entrySet()
			.stream()
			.flatMap((condition) -> condition.getKey().equals(AND)
					? condition.getValue().asArray().stream().flatMap((some) -> conditions(some.asDocument()))
					: Stream.of(condition));
	}

	private static List<String> operators(BsonValue value) {
		if (value.isDocument() && value.asDocument().keySet().stream().allMatch((name) -> name.startsWith("$"))) {
			return value.asDocument().entrySet().stream().map(QueryListener::operator).toList();
		}
		return List.of(switch (value.getBsonType()) {
			case NULL -> "null";
			case ARRAY -> "any";
			case REGULAR_EXPRESSION -> "regex";
			default -> "eq";
		});
	}

	private static String operator(Map.Entry<String, BsonValue> condition) {
		BsonValue value = condition.getValue();
		if (condition.getKey().equals(EXISTS)) {
			return value.equals(BsonBoolean.TRUE) ? "exists" : "missing";
		}
		String name = condition.getKey().substring(1);
		return name.equals("not") ? name + " " + String.join(" ", operators(value)) : name;
	}

	private static String order(Map.Entry<String, BsonValue> field) {
		return (field.getValue().asNumber().intValue() < 0) ? "-" + field.getKey() : field.getKey();
	}

	private static StoreIndex index(BsonDocument index) {
		BsonDocument required = part(index, "partialFilterExpression");
		boolean complete = required.isEmpty() && !index.getBoolean("sparse", BsonBoolean.FALSE).getValue();
		return new StoreIndex(index.getString("name").getValue(), List.copyOf(part(index, "key").keySet()), complete,
				Set.copyOf(required.keySet()));
	}

	private static BsonDocument firstMatch(BsonDocument command) {
		BsonArray stages = command.getArray("pipeline");
		return stages.isEmpty() ? NOTHING : part(stages.get(0).asDocument(), "$match");
	}

	private static void each(BsonDocument command, String field, Consumer<BsonDocument> each) {
		command.getArray(field).forEach((value) -> each.accept(value.asDocument()));
	}

	private static BsonDocument part(BsonDocument document, String field) {
		return document.getDocument(field, NOTHING);
	}

	private static String collection(CommandStartedEvent event) {
		return event.getCommand().getString(event.getCommandName()).getValue();
	}

	/** The same name for all generations of a projection and all positions in a list. */
	private static String common(String name) {
		return name.replaceAll("\\d+", "N");
	}

}
