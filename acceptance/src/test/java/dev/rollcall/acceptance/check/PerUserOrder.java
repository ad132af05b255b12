package dev.rollcall.acceptance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.bson.Document;

/**
 * I5: the versions of each user rise by one. A repeat restarts at an earlier version and
 * rises by one to the newest. Compaction may have removed the first records of a user:
 * those of a deleted user, and those that are repeated later. The log of a user may have
 * lost its end; then a repair repeats what is missing, to the newest version. The last
 * record of a key in a compacted topic is its newest state.
 */
final class PerUserOrder implements Guarantee {

	@Override
	public List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		Set<String> torn = history.circumstances().torn();
		history.own(History.USER_EVENTS)
			.forEach((user, records) -> ordered(user, "userVersion", records, torn.contains(user), violations));
		history.own(History.SESSION_EVENTS)
			.forEach((user, records) -> ordered(user, "sessionSequence", records, false, violations));
		history.own(History.USERS).forEach((user, records) -> newest(user, "version", records, violations));
		history.own(History.CREDENTIALS)
			.forEach((user, records) -> newest(user, "credentialVersion", records, violations));
		history.stores().accounts().forEach((account) -> state(history, account, violations));
		return violations;
	}

	private static void ordered(String user, String field, List<LogRecord> records, boolean torn,
			List<String> violations) {
		long before = 0;
		long newest = 0;
		for (LogRecord record : records) {
			long version = record.number(field);
			boolean compacted = version > before && (isDeleted(records) || (before == 0 && isRepeated(records, field)));
			long next = before + 1;
			boolean repaired = torn && records.subList(records.indexOf(record), records.size())
				.stream()
				.anyMatch((later) -> later.number(field) == next);
			if (version != next && (version > before || version < 1) && !compacted && !repaired) {
				violations.add("gap: %s %d of user %s follows %d at %s".formatted(field, version, user, before,
						record.position()));
			}
			before = version;
			newest = Math.max(newest, version);
		}
		if (before != newest) {
			violations.add(
					"inversion: the last %s of user %s is %d, the newest is %d".formatted(field, user, before, newest));
		}
	}

	private static boolean isDeleted(List<LogRecord> records) {
		return records.stream().anyMatch((record) -> record.is("UserDeleted"));
	}

	/** Whether the whole run is there again after the first record. */
	private static boolean isRepeated(List<LogRecord> records, String field) {
		return records.get(0).topic().equals(History.USER_EVENTS)
				&& records.stream().skip(1).anyMatch((record) -> record.number(field) == 1);
	}

	private static void newest(String user, String field, List<LogRecord> records, List<String> violations) {
		LogRecord last = records.get(records.size() - 1);
		long newest = records.stream().mapToLong((record) -> record.number(field)).max().orElse(0);
		if (last.bytes() != null && last.number(field) != newest) {
			violations.add("inversion: the last record of user %s in %s has %s %d, the newest one has %d"
				.formatted(user, last.topic(), field, last.number(field), newest));
		}
	}

	private static void state(History history, Document account, List<String> violations) {
		String user = account.getString("_id");
		long version = account.get("version", Number.class).longValue();
		boolean there = history.own(History.USERS)
			.getOrDefault(user, List.of())
			.stream()
			.anyMatch((state) -> state.number("version") == version);
		if (!there) {
			violations.add("stale state: version %d of user %s is not in %s".formatted(version, user, History.USERS));
		}
	}

}
