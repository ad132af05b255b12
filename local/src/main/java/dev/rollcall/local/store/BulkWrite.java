package dev.rollcall.local.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Writes many documents in batches, so that commands of other clients can run in between.
 * As in MongoDB, the write as a whole is not atomic.
 */
final class BulkWrite {

	private static final Map<String, String> LISTS = Map.of("insert", "documents", "update", "updates", "delete",
			"deletes");

	/** Takes about 10 ms. */
	private static final int BATCH_SIZE = 100;

	private static final String WRITE_ERRORS = "writeErrors";

	private static final String INDEX = "index";

	private final Document command;

	private final String list;

	private final List<?> all;

	private BulkWrite(Document command, String list) {
		this.command = command;
		this.list = list;
		this.all = (command.get(list) instanceof Collection<?> some) ? List.copyOf(some) : List.of();
	}

	/** Parses an insert, update or delete command. */
	static BulkWrite of(Document command) {
		return new BulkWrite(command, LISTS.getOrDefault(command.keySet().iterator().next(), ""));
	}

	boolean isLarge() {
		return this.all.size() > BATCH_SIZE;
	}

	/**
	 * Runs the batches one after another.
	 */
	Document run(UnaryOperator<Document> batch) {
		boolean ordered = !Boolean.FALSE.equals(this.command.get("ordered"));
		Document answer = new Document();
		for (int from = 0; from < this.all.size(); from += BATCH_SIZE) {
			Document part = new Document(this.command);
			part.put(this.list, this.all.subList(from, Math.min(from + BATCH_SIZE, this.all.size())));
			merge(answer, batch.apply(part), from);
			if (ordered && answer.containsKey(WRITE_ERRORS)) {
				break;
			}
		}
		return answer;
	}

	private static void merge(Document whole, Document part, int from) {
		part.forEach((name, value) -> {
			if (value instanceof Collection<?> entries) {
				List<Object> merged = new ArrayList<>(
						(whole.get(name) instanceof Collection<?> some) ? some : List.of());
				entries.forEach((entry) -> merged.add(shifted(entry, from)));
				whole.put(name, merged);
			}
			else if (value instanceof Integer number && !name.equals("ok")) {
				whole.merge(name, number, (former, more) -> (Integer) former + (Integer) more);
			}
			else {
				whole.put(name, value);
			}
		});
	}

	/** Upserts and errors contain an index into the list of writes. */
	private static Object shifted(Object entry, int from) {
		if (entry instanceof Document document && document.get(INDEX) instanceof Integer index) {
			Document shifted = new Document(document);
			shifted.put(INDEX, index + from);
			return shifted;
		}
		return entry;
	}

}
