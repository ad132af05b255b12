package dev.rollcall.local.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.bson.Document;

/**
 * A write of many documents, done in pieces so that other clients have their turn in
 * between, as MongoDB yields. It is not atomic there either.
 */
final class BulkWrite {

	private static final Map<String, String> LISTS = Map.of("insert", "documents", "update", "updates", "delete",
			"deletes");

	/** About 10 ms. */
	private static final int PIECE = 100;

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

	/**
	 * Reads a command.
	 * @param command one that inserts, updates or deletes
	 * @return what it writes
	 */
	static BulkWrite of(Document command) {
		return new BulkWrite(command, LISTS.getOrDefault(command.keySet().iterator().next(), ""));
	}

	boolean isLarge() {
		return this.all.size() > PIECE;
	}

	/**
	 * Runs it, a piece after the other.
	 * @param piece runs a command
	 * @return the answer to the whole
	 */
	Document run(UnaryOperator<Document> piece) {
		boolean ordered = !Boolean.FALSE.equals(this.command.get("ordered"));
		Document answer = new Document();
		for (int from = 0; from < this.all.size(); from += PIECE) {
			Document part = new Document(this.command);
			part.put(this.list, this.all.subList(from, Math.min(from + PIECE, this.all.size())));
			merge(answer, piece.apply(part), from);
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

	/** What was upserted or refused is named by its place in the list. */
	private static Object shifted(Object entry, int from) {
		if (entry instanceof Document document && document.get(INDEX) instanceof Integer index) {
			Document shifted = new Document(document);
			shifted.put(INDEX, index + from);
			return shifted;
		}
		return entry;
	}

}
