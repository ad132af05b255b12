package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.bson.Document;

/**
 * I6: each projection equals the fold of the dump, and the reaction has applied the
 * newest version of each user after the first.
 */
final class ProjectionEqualsFold implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		AccountsFold fold = AccountsFold.of(history.log());
		Map<String, Object> stored = new TreeMap<>();
		for (Document document : history.stores().projected()) {
			Map<String, Object> content = new TreeMap<>(document);
			content.remove("_id");
			stored.put(document.getString("_id"), content);
		}
		compare("accounts", new TreeMap<>(fold.documents()), stored, violations);
		Map<String, Object> logins = new TreeMap<>();
		for (Document login : history.stores().logins()) {
			List<Document> entries = login.getList("users", Document.class, List.of());
			Map<String, Object> users = new TreeMap<>();
			entries.forEach((entry) -> users.put(entry.getString("id"), entry.get("since")));
			if (users.size() < entries.size()) {
				violations.add("surplus: logins has a user twice at " + login.getString("_id"));
			}
			if (!users.isEmpty()) {
				logins.put(login.getString("_id"), users);
			}
		}
		compare("logins", new TreeMap<>(fold.logins()), logins, violations);
		reaction(history, violations);
		return violations;
	}

	private static void compare(String what, Map<String, Object> fold, Map<String, Object> stored,
			List<String> violations) {
		if (Canonical.hash(fold).equals(Canonical.hash(stored))) {
			return;
		}
		Set<String> ids = new TreeSet<>(fold.keySet());
		ids.addAll(stored.keySet());
		for (String id : ids) {
			if (!stored.containsKey(id)) {
				violations.add("missing: %s lacks %s, which the log has".formatted(what, id));
			}
			else if (!fold.containsKey(id)) {
				violations.add("surplus: %s has %s, which the log lacks".formatted(what, id));
			}
			else if (!Canonical.text(fold.get(id)).equals(Canonical.text(stored.get(id)))) {
				violations.add("diverged: %s holds %s with other content than the log".formatted(what, id));
			}
		}
	}

	private static void reaction(History history, List<String> violations) {
		Map<String, Long> users = newest(history, History.USER_EVENTS, "userVersion",
				(event) -> event.part("state") != null || event.is("UserDeleted"));
		Map<String, Long> passwords = newest(history, History.CREDENTIALS, "passwordVersion", (credential) -> true);
		Map<String, Document> sessions = new HashMap<>();
		history.stores().sessions().forEach((document) -> sessions.put(document.getString("_id"), document));
		users.forEach((user, version) -> applied(user, "userVersion", version, sessions.get(user), violations));
		passwords.forEach((user, version) -> applied(user, "passwordVersion", version, sessions.get(user), violations));
	}

	/** A first version writes nothing; a sign-in may have taken it over. */
	private static void applied(String user, String field, long version, Document sessions, List<String> violations) {
		if (version == 1) {
			return;
		}
		long applied = (sessions != null) ? sessions.get(field, Number.class).longValue() : 0;
		if (applied != version) {
			violations.add("not applied: the sessions document of user %s has %s %d, the log has %d".formatted(user,
					field, applied, version));
		}
	}

	private static Map<String, Long> newest(History history, String topic, String field,
			Predicate<LogRecord> applicable) {
		Map<String, Long> newest = new TreeMap<>();
		history.records(topic)
			.filter((record) -> record.fault() == null && record.number(field) > 0 && applicable.test(record))
			.forEach((record) -> newest.merge(record.key(), record.number(field), Math::max));
		return newest;
	}

}
