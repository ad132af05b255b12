package dev.rollcall.local.store;

import java.util.List;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The aggregation by which drivers count the documents of a query:
 * <code>[{$match: query}, {$group: {_id: 1, n: {$sum: 1}}}]</code>. The server would read
 * the whole collection for it; for the older command {@code count} it uses indexes.
 */
final class CountPipeline {

	private static final String AGGREGATE = "aggregate";

	private static final Document GROUP = new Document("$group",
			new Document("_id", 1).append("n", new Document("$sum", 1)));

	private CountPipeline() {
	}

	static boolean isIn(Document command) {
		return query(command) != null;
	}

	/** Returns null if the command is another one. */
	private static @Nullable Object query(Document command) {
		return (command.get(AGGREGATE) instanceof String && command.get("pipeline") instanceof List<?> stages
				&& stages.size() == 2 && stages.get(0) instanceof Document match && GROUP.equals(stages.get(1)))
						? match.get("$match") : null;
	}

	/** Returns the command {@code count} with the same query. */
	static Document asCount(Document command) {
		return new Document("count", command.get(AGGREGATE)).append("query", query(command))
			.append("$db", command.get("$db"));
	}

	/** Returns the answer to the aggregation. It has no document if none was counted. */
	static Document answer(Document counted, String database, Document command) {
		if (!(counted.get("n") instanceof Number number)) {
			return counted;
		}
		List<Document> batch = (number.longValue() == 0) ? List.of()
				: List.of(new Document("_id", 1).append("n", number.intValue()));
		return new Document("cursor", new Document("id", 0L).append("ns", database + "." + command.get(AGGREGATE))
			.append("firstBatch", batch)).append("ok", 1.0);
	}

}
