package dev.rollcall.projection;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A run of the service's verifications as operators see it.
 *
 * @param state {@code none} before the first run, {@code running}, {@code done}, or
 * {@code failed} if one of them could not be carried out
 * @param repair whether it repairs
 * @param startedAt when it started
 * @param finishedAt when it ended; null while it runs
 * @param verifications what has been found so far
 */
record VerifyReport(String state, boolean repair, @Nullable Instant startedAt, @Nullable Instant finishedAt,
		List<Entry> verifications) {

	static final VerifyReport NONE = new VerifyReport("none", false, null, null, List.of());

	/**
	 * What one verification has found.
	 *
	 * @param name its name
	 * @param state {@code running}, {@code done} or {@code failed}
	 * @param failure why it could not be carried out
	 * @param compared how many users were compared
	 * @param differences by kind: how many there were, and the first by id
	 * @param missingMessages how many published messages the log lacked
	 * @param repaired how many differences are repaired
	 * @param left how many are not
	 * @param notes what the counts do not say
	 */
	record Entry(String name, String state, @Nullable String failure, long compared,
			Map<String, Differences> differences, long missingMessages, long repaired, long left, List<String> notes) {

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
			for (Findings.Kind kind : Findings.Kind.values()) {
				differences.put(kind.name().toLowerCase(Locale.ROOT),
						new Differences(findings.count(kind), findings.named(kind)));
			}
			return new Entry(name, state, failure, findings.compared(), differences, findings.missingMessages(),
					findings.repairs(), findings.left(), findings.notes());
		}

	}

	/**
	 * The differences of one kind.
	 *
	 * @param count how many
	 * @param first the first of them
	 */
	record Differences(long count, List<Findings.Difference> first) {
	}

}
