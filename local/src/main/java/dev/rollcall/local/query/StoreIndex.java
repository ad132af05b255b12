package dev.rollcall.local.query;

import java.util.List;
import java.util.Set;

/**
 * An index of a collection.
 *
 * @param keys its fields, all ascending
 * @param complete whether it has all documents; a sparse one lacks those without its
 * fields
 * @param required the fields that a query must compare for equality, because the index
 * has only documents with certain values
 */
record StoreIndex(String name, List<String> keys, boolean complete, Set<String> required) {

	/** Each collection has it. */
	static final StoreIndex ID = new StoreIndex("_id_", List.of("_id"), true, Set.of());

	/**
	 * How directly it finds a query's documents.
	 * @return 0 if it does not; otherwise two for each field that is compared for
	 * equality, and one for the range or the order that follows
	 */
	int rank(QueryShape query) {
		if (!this.required.stream().allMatch(query::isEqual)) {
			return 0;
		}
		int equal = (int) this.keys.stream().takeWhile(query::isEqual).count();
		boolean range = this.keys.stream().skip(equal).limit(1).anyMatch(query::isRange);
		boolean walk = this.complete && query.limited() && query.matchesMost() && !query.sort().isEmpty()
				&& sorts(query);
		return 2 * equal + ((range || (equal == 0 && walk)) ? 1 : 0);
	}

	/** Whether it has the documents in the query's order: if not, all must be sorted. */
	boolean sorts(QueryShape query) {
		List<String> sort = query.sort().stream().filter((field) -> !query.isEqual(field)).toList();
		List<String> order = this.keys.stream().dropWhile(query::isEqual).limit(sort.size()).toList();
		return sort.equals(order) || sort.equals(order.stream().map((field) -> "-" + field).toList());
	}

}
