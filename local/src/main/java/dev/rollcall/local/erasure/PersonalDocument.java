package dev.rollcall.local.erasure;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.bson.Document;
import org.bson.types.Binary;

/**
 * The users about whom a document says more than ids, versions, times and flags.
 *
 * @param users values of the fields that name a user, and elements of arrays; not all are
 * ids of users
 */
record PersonalDocument(Set<String> users) {

	/** The user that the document belongs to. */
	private static final Set<String> OWNER = Set.of("_id", "aggregateId", "userId");

	/** Text that says nothing about a person. */
	private static final Set<String> PLAIN = Set.of("_id", "aggregateId", "userId", "status", "topic", "partitionKey",
			"key");

	static PersonalDocument of(Document document) {
		Set<String> users = new LinkedHashSet<>();
		if (isPersonal(document)) {
			OWNER.forEach((field) -> users.add(String.valueOf(document.get(field))));
		}
		document.values().forEach((value) -> {
			if (value instanceof Collection<?> list) {
				list.forEach((element) -> users.add(element(element)));
			}
		});
		return new PersonalDocument(users);
	}

	/** An entry is an id, or a document with an id. */
	private static String element(Object element) {
		return String.valueOf((element instanceof Document entry) ? entry.get("id") : element);
	}

	private static boolean isPersonal(Document document) {
		if (document.containsKey("aggregateId")) {
			// A copy of a message: tombstones and the deletion itself are no personal
			// data.
			return document.get("payload") != null && !document.getBoolean("erases", false);
		}
		return document.entrySet().stream().anyMatch((field) -> !PLAIN.contains(field.getKey()) && isText(field));
	}

	private static boolean isText(Map.Entry<String, Object> field) {
		Object value = field.getValue();
		if (value instanceof Collection<?> list) {
			return !list.isEmpty();
		}
		if (value instanceof Document part) {
			return !part.isEmpty();
		}
		return value instanceof String || value instanceof Binary;
	}

}
