package dev.rollcall.acceptance.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Computes the projection {@code accounts} from a dump, by the definitions of the events
 * alone. It shares no code with session-service.
 */
final class AccountsFold {

	private final Map<String, Map<String, Object>> documents = new TreeMap<>();

	private final Set<String> poison = new HashSet<>();

	/** Folds the records of both topics, each key's in order. */
	static AccountsFold of(List<LogRecord> log) {
		AccountsFold fold = new AccountsFold();
		for (LogRecord record : log) {
			if (record.topic().equals(History.USER_EVENTS)) {
				fold.event(record);
			}
		}
		for (LogRecord record : log) {
			if (record.topic().equals(History.CREDENTIALS)) {
				fold.credential(record);
			}
		}
		return fold;
	}

	/** The documents, by user. */
	Map<String, Map<String, Object>> documents() {
		return this.documents;
	}

	/** The positions of the records that can never be applied. */
	Set<String> poison() {
		return this.poison;
	}

	/** The users and since when they have the address, by canonical address. */
	Map<String, Map<String, Object>> logins() {
		Map<String, Map<String, Object>> logins = new TreeMap<>();
		this.documents.forEach((user, document) -> {
			if (document.get("profile") instanceof Map<?, ?> profile
					&& profile.get("email") instanceof Map<?, ?> email) {
				logins.computeIfAbsent(String.valueOf(email.get("canonical")), (address) -> new TreeMap<>())
					.put(user, email.get("since"));
			}
		});
		return logins;
	}

	private void event(LogRecord record) {
		if (record.fault() == null && record.type() == null) {
			return;
		}
		if (record.fault() != null || record.number("userVersion") < 1) {
			this.poison.add(record.position());
			return;
		}
		Map<String, Object> document = this.documents.getOrDefault(record.key(), Map.of());
		long version = record.number("userVersion");
		if (document.containsKey("deletedAtVersion") || version <= version(document.get("profile"))) {
			return;
		}
		Map<String, Object> state = record.part("state");
		if (state == null && record.is("UserDeleted")) {
			this.documents.put(record.key(), Map.of("deletedAtVersion", version));
		}
		else if (state == null || !String.valueOf(state.get("userId")).equals(record.key())) {
			this.poison.add(record.position());
		}
		else {
			put(record.key(), "profile", profile(state, version));
		}
	}

	private void credential(LogRecord record) {
		if (record.fault() == null && record.type() == null) {
			// A tombstone, or a type that is unknown here.
			return;
		}
		if (record.fault() != null || !record.is("PasswordCredential") || record.number("credentialVersion") < 1) {
			this.poison.add(record.position());
			return;
		}
		Map<String, Object> document = this.documents.getOrDefault(record.key(), Map.of());
		long version = record.number("credentialVersion");
		if (!document.containsKey("deletedAtVersion") && version > version(document.get("credential"))) {
			put(record.key(), "credential", Map.of("version", version, "passwordVersion",
					record.number("passwordVersion"), "sealedHash", record.text("sealedHash")));
		}
	}

	private void put(String user, String part, Map<String, Object> value) {
		this.documents.computeIfAbsent(user, (key) -> new TreeMap<>()).put(part, value);
	}

	private static Map<String, Object> profile(Map<String, Object> state, long version) {
		Map<?, ?> email = (Map<?, ?>) state.get("email");
		return Map.of(
				"version", version, "email", Map.of("canonical", email.get("canonical"), "since", email.get("since"),
						"verified", email.get("verifiedAt") != null),
				"status", state.get("status"), "roles", state.get("roles"));
	}

	private static long version(@Nullable Object part) {
		return (part instanceof Map<?, ?> map && map.get("version") instanceof Number version) ? version.longValue()
				: 0;
	}

}
