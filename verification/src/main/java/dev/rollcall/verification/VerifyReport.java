package dev.rollcall.verification;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A run of the service's verifications, as operators see it.
 *
 * @param state {@code none} before the first run, {@code running}, {@code done}, or
 * {@code failed} if a verification was impossible
 * @param repair whether the run repairs differences
 * @param finishedAt null while the run is in progress
 */
record VerifyReport(String state, boolean repair, boolean scheduled, @Nullable Instant startedAt,
		@Nullable Instant finishedAt, List<Entry> verifications) {

	static final VerifyReport NONE = new VerifyReport("none", false, false, null, null, List.of());

	/**
	 * The result of one verification.
	 *
	 * @param state {@code running}, {@code done} or {@code failed}
	 * @param failure the class of the exception that made the verification impossible
	 * @param compared the number of compared keys: users, or published messages
	 * @param missingMessages the number of published messages that the log lacked
	 * @param repaired the number of repaired differences
	 * @param repairedIds the first users whose differences are repaired
	 * @param left the number of differences that are not repaired
	 */
	record Entry(String name, String state, @Nullable String failure, long compared,
			Map<String, Differences> differences, long missingMessages, long repaired, List<String> repairedIds,
			long left, List<String> notes) {

		static Entry running(String name) {
			return of(name, "running", null, new Findings());
		}

		static Entry failed(String name, RuntimeException ex) {
			return of(name, "failed", RootCause.of(ex).getClass().getName(), new Findings());
		}

		static Entry done(String name, Findings findings) {
			return of(name, "done", null, findings);
		}

		private static Entry of(String name, String state, @Nullable String failure, Findings findings) {
			Map<String, Differences> differences = new LinkedHashMap<>();
			for (Difference.Kind kind : Difference.Kind.values()) {
				differences.put(kind.name().toLowerCase(Locale.ROOT),
						Differences.of(findings.count(kind), findings.named(kind)));
			}
			return new Entry(name, state, failure, findings.compared(), differences, findings.missingMessages(),
					findings.repairs(), findings.repairedIds(), findings.left(), findings.notes());
		}

	}

	/**
	 * The differences of one kind: their number, and the first of them.
	 */
	record Differences(long count, List<User> first) {

		private static Differences of(long count, Map<String, Difference> named) {
			return new Differences(count,
					named.entrySet().stream().map((user) -> new User(user.getKey(), user.getValue().what())).toList());
		}

	}

	/**
	 * A user with a difference.
	 */
	record User(String id, String what) {
	}

}
