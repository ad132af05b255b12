package dev.rollcall.local.query;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A query without its values: what decides which index serves it.
 *
 * @param conditions the operators of each field; a document must meet all of them
 * @param sort the fields of the order, a descending one with a minus
 * @param limited whether the number of documents is limited
 * @param timed whether the store ends the query after a time
 */
record QueryShape(String collection, String command, SortedMap<String, ? extends Set<String>> conditions,
		List<String> sort, boolean limited, boolean timed) {

	private static final Set<String> EQUALITIES = Set.of("eq", "in");

	private static final Set<String> RANGES = Set.of("lt", "lte", "gt", "gte", "exists");

	/** Whether an index finds the field's values directly. */
	boolean isEqual(String field) {
		return has(field, EQUALITIES);
	}

	/** Whether an index finds the field's values in a range. */
	boolean isRange(String field) {
		return has(field, RANGES);
	}

	/** Whether its conditions exclude only a few documents, such as those with a mark. */
	boolean matchesMost() {
		return this.conditions.keySet().stream().noneMatch((field) -> isEqual(field) || isRange(field));
	}

	private boolean has(String field, Set<String> operators) {
		Set<String> found = this.conditions.get(field);
		return found != null && found.stream().anyMatch(operators::contains);
	}

	/** One line, such as {@code due find {channel eq, nextAt lte} sort nextAt limit}. */
	@Override
	public String toString() {
		String filter = this.conditions.entrySet()
			.stream()
			.map((field) -> field.getKey() + " " + String.join(" ", field.getValue()))
			.collect(Collectors.joining(", ", "{", "}"));
		return "%s %s %s%s%s%s".formatted(this.collection, this.command, filter,
				this.sort.isEmpty() ? "" : " sort " + String.join(" ", this.sort), this.limited ? " limit" : "",
				this.timed ? "" : " untimed");
	}

}
