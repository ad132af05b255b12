package dev.rollcall.local.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import org.jspecify.annotations.Nullable;

/**
 * An index that is not unique: the ids of the documents by the value of the index's first
 * field. The server has no such index: it would scan the collection, and commits would
 * wait. The index is in memory, so it does not change the format of the file. The first
 * query that needs it builds it. The server checks the other conditions of a query, and
 * sorts.
 */
final class SecondaryIndex extends Index<Object> {

	private static final Comparator<Object> ORDER = ValueComparator.ascWithoutListHandling();

	private final String field;

	private final Map<Object, Document> documents;

	/** Null until a query needs them. */
	private @Nullable NavigableSet<Entry> entries;

	/**
	 * Creates an index without entries. It is sparse for the server, which then accepts
	 * that a document has no entry.
	 * @param documents the collection by id
	 */
	SecondaryIndex(String name, List<IndexKey> keys, Map<Object, Document> documents) {
		super(name, keys, true);
		this.field = keys.get(0).getKey();
		this.documents = documents;
	}

	@Override
	public synchronized boolean canHandle(Document query) {
		return ranges(query) != null;
	}

	@Override
	public synchronized Iterable<Object> getPositions(Document query) {
		List<Range> ranges = Objects.requireNonNull(ranges(query), "ranges");
		Set<Object> found = new LinkedHashSet<>();
		for (Range range : ranges) {
			built().subSet(range.from(), range.to()).forEach((entry) -> found.add(entry.id()));
		}
		return found;
	}

	/** Returns where to search; null if the index does not help. */
	private @Nullable List<Range> ranges(Document query) {
		List<Range> found = null;
		for (Map<?, ?> condition : IndexedCollection.conditions(query).toList()) {
			if (condition.containsKey(IndexedCollection.ID)) {
				return null;
			}
			List<Range> ranges = condition.containsKey(this.field) ? Range.of(condition.get(this.field)) : null;
			found = (ranges != null) ? ranges : found;
		}
		return found;
	}

	private NavigableSet<Entry> built() {
		NavigableSet<Entry> known = this.entries;
		if (known == null) {
			NavigableSet<Entry> all = new TreeSet<>();
			this.documents.forEach((id, document) -> all.addAll(entries(document, id)));
			this.entries = all;
			return all;
		}
		return known;
	}

	/** An array has an entry for each of its elements, null one before all values. */
	private List<Entry> entries(Document document, Object id) {
		Object present = Utils.getSubdocumentValue(document, this.field);
		if (present instanceof Missing) {
			return List.of();
		}
		return getKeyValues(document).stream()
			.map((key) -> new Entry(Missing.isNullOrMissing(key.get(0)) ? MinKey.getInstance() : key.get(0), 0, id))
			.toList();
	}

	@Override
	public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
		if (this.entries != null) {
			this.entries.addAll(entries(document, position));
		}
	}

	/** Returns nothing, so the server takes the position from another index. */
	@Override
	public synchronized @Nullable Object remove(Document document) {
		Object id = document.get(IndexedCollection.ID);
		if (this.entries != null && id != null) {
			entries(document, id).forEach(this.entries::remove);
		}
		return null;
	}

	@Override
	public synchronized void updateInPlace(Document oldDocument, Document newDocument, Object position,
			MongoCollection<Object> collection) {
		if (!nullAwareEqualsKeys(oldDocument, newDocument)) {
			remove(oldDocument);
			add(newDocument, position, collection);
		}
	}

	@Override
	public @Nullable Object getPosition(Document document) {
		return null;
	}

	@Override
	public void checkAdd(Document document, MongoCollection<Object> collection) {
		// Every value may occur more than once.
	}

	@Override
	public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
		// Every value may occur more than once.
	}

	/** The server would fill an empty index at once. */
	@Override
	public boolean isEmpty() {
		return false;
	}

	@Override
	public synchronized long getCount() {
		return (this.entries != null) ? this.entries.size() : 0;
	}

	@Override
	public long getDataSize() {
		return 0;
	}

	@Override
	public synchronized void drop() {
		this.entries = null;
	}

	/**
	 * A document with its value, or a bound: before or after all documents with a value.
	 *
	 * @param side below zero before, above zero after the documents; zero for a document
	 * @param id null for a bound
	 */
	private record Entry(Object value, int side, @Nullable Object id) implements Comparable<Entry> {

		@Override
		public int compareTo(Entry other) {
			int byValue = ORDER.compare(this.value, other.value);
			if (byValue != 0) {
				return byValue;
			}
			int bySide = Integer.compare(this.side, other.side);
			return (bySide != 0 || this.side != 0) ? bySide : ORDER.compare(this.id, other.id);
		}

	}

	/**
	 * The documents between two bounds.
	 */
	private record Range(Entry from, Entry to) {

		private static final Entry FIRST = new Entry(MinKey.getInstance(), -1, null);

		private static final Entry LAST = new Entry(MaxKey.getInstance(), 1, null);

		/**
		 * Returns null if the condition is of no use for a search. Only one of two bounds
		 * is used: in an array, one element may meet one and another element the other.
		 * Documents on a bound are included: different numbers may have the same key.
		 */
		static @Nullable List<Range> of(@Nullable Object condition) {
			if (condition != null && isSimple(condition)) {
				return List.of(exactly(condition));
			}
			if (!(condition instanceof Document operators)) {
				return null;
			}
			if (operators.get("$in") instanceof Collection<?> values) {
				return values.stream().allMatch((value) -> value != null && isSimple(value))
						? values.stream().map(Range::exactly).toList() : null;
			}
			Entry to = bound(operators, "$lte", 1, bound(operators, "$lt", 1, LAST));
			if (to != LAST) {
				return List.of(new Range(FIRST, to));
			}
			Entry from = bound(operators, "$gte", -1, bound(operators, "$gt", -1, FIRST));
			boolean helps = from != FIRST || Boolean.TRUE.equals(operators.get("$exists"));
			return helps ? List.of(new Range(from, LAST)) : null;
		}

		private static Entry bound(Document operators, String operator, int side, Entry otherwise) {
			Object value = operators.get(operator);
			return (value != null && isSimple(value)) ? new Entry(normalized(value), side, null) : otherwise;
		}

		private static Range exactly(Object value) {
			return new Range(new Entry(normalized(value), -1, null), new Entry(normalized(value), 1, null));
		}

		private static Object normalized(Object value) {
			return new KeyValue(value).normalized().get(0);
		}

		private static boolean isSimple(Object value) {
			return value instanceof String || value instanceof Number || value instanceof Boolean
					|| value instanceof Instant || value instanceof UUID;
		}

	}

}
