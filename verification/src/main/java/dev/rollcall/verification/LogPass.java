package dev.rollcall.verification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Compares some shares of the log with the store by versions and hashes, without
 * documents in memory. What is not equal is a suspect: a document in flight, one whose
 * parts depend on earlier records, or a difference.
 */
final class LogPass {

	private static final int PAGE = 500;

	private final Log log;

	private final Stored stored;

	/** Whether the log was read from its beginning. */
	private final boolean whole;

	private final VersionTable table = new VersionTable();

	private final Map<Integer, Map<String, Long>> starts = new HashMap<>();

	private final Map<Integer, Map<String, Long>> ends = new HashMap<>();

	private final Set<String> suspects = new LinkedHashSet<>();

	/** Receives suspects when there are too many for the memory. */
	private final Consumer<Set<String>> overflow;

	private long compared;

	LogPass(Log log, Stored stored, boolean whole, Consumer<Set<String>> overflow) {
		this.log = log;
		this.stored = stored;
		this.whole = whole;
		this.overflow = overflow;
	}

	void read(int share, Map<String, Long> from) {
		this.starts.put(share, from);
		this.ends.put(share, this.log.read(share, from, this::put));
	}

	private void put(String key, String part, long version, Document state) {
		this.table.put(hash(key, part), version, this.stored.fingerprint(key, part, state));
	}

	private static long hash(String key, String part) {
		return 31 * Fingerprint.text(key) + Fingerprint.text(part);
	}

	int size() {
		return this.table.size();
	}

	long compared() {
		return this.compared;
	}

	Map<Integer, Map<String, Long>> ends() {
		return this.ends;
	}

	/** Compares what was read with the whole store. */
	void compareStore() {
		this.stored.pages((page) -> {
			List<Document> equal = new ArrayList<>();
			page.forEach((document) -> compareStored(document, equal));
			suspect(this.stored.compareSides(equal).keySet());
		});
		if (!this.table.isAllMarked()) {
			compareKeys();
		}
	}

	private void compareStored(Document document, List<Document> equal) {
		String key = document.getString("_id");
		if (!this.starts.containsKey(this.log.share(key))) {
			return;
		}
		if (!mark(key)) {
			if (this.stored.compare(null, document) != null) {
				suspect(List.of(key));
			}
		}
		else if (isEqual(key, document)) {
			equal.add(document);
		}
		else {
			suspect(List.of(key));
		}
	}

	/** Compares keys that were read and not compared yet: finds their documents. */
	void compareKeys() {
		Set<String> page = new LinkedHashSet<>();
		this.starts.forEach((share, from) -> this.log.read(share, from, (key, part, version, state) -> {
			int entry = this.table.find(hash(key, part));
			if (entry >= 0 && !this.table.isMarked(entry)) {
				page.add(key);
			}
			if (page.size() == PAGE) {
				compareKeys(page);
				page.clear();
			}
		}));
		compareKeys(page);
	}

	private void compareKeys(Set<String> keys) {
		keys.forEach(this::mark);
		suspect(unequal(keys));
	}

	private Set<String> unequal(Collection<String> keys) {
		Set<String> unequal = new LinkedHashSet<>();
		List<Document> equal = new ArrayList<>();
		Map<String, Document> found = keys.isEmpty() ? Map.of() : this.stored.find(keys);
		for (String key : keys) {
			Document document = found.get(key);
			if (!isEqual(key, document)) {
				unequal.add(key);
			}
			else if (document != null) {
				equal.add(document);
			}
		}
		unequal.addAll(this.stored.compareSides(equal).keySet());
		return unequal;
	}

	private void suspect(Collection<String> keys) {
		this.suspects.addAll(keys);
		if (this.suspects.size() >= LogComparison.PORTION - PAGE) {
			this.overflow.accept(Set.copyOf(this.suspects));
			this.suspects.clear();
		}
	}

	/** Counts a key and marks its parts; false if the log does not have it. */
	private boolean mark(String key) {
		boolean known = false;
		for (String part : this.log.parts()) {
			known |= markPart(key, part);
		}
		known |= markPart(key, Log.DELETED);
		if (known) {
			this.compared++;
		}
		return known;
	}

	private boolean markPart(String key, String part) {
		int entry = this.table.find(hash(key, part));
		if (entry >= 0) {
			this.table.mark(entry);
		}
		return entry >= 0;
	}

	private boolean isEqual(String key, @Nullable Document document) {
		int deletion = this.table.find(hash(key, Log.DELETED));
		if (document == null) {
			return deletion >= 0 && this.stored
				.compare(new Document("_id", key).append(Log.DELETED, this.table.version(deletion)), null) == null;
		}
		Map<String, Long> found = this.stored.fingerprints(document);
		if (deletion >= 0) {
			return found.equals(Map.of(Log.DELETED, this.table.content(deletion)));
		}
		return !found.containsKey(Log.DELETED)
				&& this.log.parts().stream().allMatch((part) -> isEqual(key, part, found.get(part)));
	}

	private boolean isEqual(String key, String part, @Nullable Long found) {
		int entry = this.table.find(hash(key, part));
		if (entry < 0) {
			return !this.whole || found == null;
		}
		return found != null && found == this.table.content(entry);
	}

	/** Looks at the suspects again, after reading what was added to the log. */
	void lookAgain() {
		this.ends.replaceAll((share, from) -> this.log.read(share, from, this::put));
		Set<String> unequal = new LinkedHashSet<>();
		List<String> all = List.copyOf(this.suspects);
		for (int from = 0; from < all.size(); from += PAGE) {
			unequal.addAll(unequal(all.subList(from, Math.min(from + PAGE, all.size()))));
		}
		this.suspects.retainAll(unequal);
	}

	Set<String> suspects() {
		return Set.copyOf(this.suspects);
	}

}
