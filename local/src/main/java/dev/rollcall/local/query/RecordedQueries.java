package dev.rollcall.local.query;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The shapes of the queries that the services of this JVM have sent, and the indexes that
 * they have created. Uses only classes of the JDK. Thread-safe.
 */
public final class RecordedQueries {

	private static final RecordedQueries SHARED = new RecordedQueries();

	private final Map<QueryShape, QueryExample> queries = new ConcurrentHashMap<>();

	private final Map<String, Set<StoreIndex>> indexes = new ConcurrentHashMap<>();

	/** Returns those of this JVM. */
	public static RecordedQueries shared() {
		return SHARED;
	}

	void add(QueryShape query, Supplier<QueryExample> example) {
		this.queries.computeIfAbsent(query, (added) -> example.get());
	}

	void add(String collection, StoreIndex index) {
		this.indexes.computeIfAbsent(collection, (name) -> ConcurrentHashMap.newKeySet()).add(index);
	}

	/** Returns one query of each shape, by its entry in the catalogue. */
	public SortedMap<String, QueryExample> examples() {
		SortedMap<String, QueryExample> examples = new TreeMap<>();
		this.queries.forEach((shape, example) -> examples.put(entry(shape), example));
		return examples;
	}

	/** Returns a query's entry in the catalogue: its shape and what serves it. */
	String entry(QueryShape query) {
		List<StoreIndex> serving = Stream
			.concat(Stream.of(StoreIndex.ID), this.indexes.getOrDefault(query.collection(), Set.of()).stream())
			.filter((index) -> index.rank(query) > 0)
			.sorted(best(query))
			.toList();
		String result = serving.stream()
			.filter((index) -> index.sorts(query))
			.findFirst()
			.map(StoreIndex::name)
			.or(() -> serving.stream().findFirst().map((index) -> index.name() + QueryCatalogue.SORTS))
			.orElse(QueryCatalogue.SCANS);
		return query + QueryCatalogue.BY + result;
	}

	private static Comparator<StoreIndex> best(QueryShape query) {
		return Comparator.<StoreIndex>comparingInt((index) -> index.rank(query))
			.thenComparing((index) -> index.equals(StoreIndex.ID))
			.thenComparing((index) -> !index.required().isEmpty())
			.reversed()
			.thenComparing(StoreIndex::name);
	}

}
