package dev.rollcall.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of the stored documents with the log. Rechecks differences for a while,
 * because a message may be in flight. Used once, by one thread.
 */
public final class LogComparison {

	/** The maximum number of documents that are in memory at once. */
	public static final int PORTION = 10_000;

	private static final int PAGE = 500;

	/** The maximum number of keys that only the store has: they are in memory. */
	private static final int MAX_UNKNOWN = 100_000;

	private final Log log;

	private final Stored stored;

	private final Duration lookAgain;

	private final Findings findings = new Findings();

	private final KeyHashes inLog = new KeyHashes();

	private final Map<String, Difference> differences = new LinkedHashMap<>();

	/**
	 * Creates a comparison.
	 * @param lookAgain how long differences are rechecked before they count
	 */
	public LogComparison(Log log, Stored stored, Duration lookAgain) {
		this.log = log;
		this.stored = stored;
		this.lookAgain = lookAgain;
	}

	/**
	 * Compares and, if the order asks for it, repairs and compares again.
	 */
	public Findings findings(Verification.Order order) {
		this.log.all(this::compare);
		compareUnknown(this.stored.ids(new Unknown()));
		recheckUntilEqual();
		Map<String, Difference> before = Map.copyOf(this.differences);
		if (order.repair() && !before.isEmpty()) {
			repair();
			recheck(before.keySet());
			recheckUntilEqual();
		}
		before.forEach((key, difference) -> {
			this.findings.add(key, difference);
			if (!this.differences.containsKey(key)) {
				this.findings.repaired(key);
			}
		});
		return this.findings;
	}

	private void compare(Map<String, Document> logged) {
		this.findings.compared(logged.size());
		this.inLog.addAll(logged.keySet());
		compare(logged.keySet(), logged, this.stored.find(logged.keySet()));
	}

	private void compare(Set<String> keys, Map<String, Document> logged, Map<String, Document> found) {
		List<Document> equal = new ArrayList<>();
		keys.forEach((key) -> {
			Document document = found.get(key);
			Difference difference = this.stored.compare(logged.get(key), document);
			note(key, difference);
			if (difference == null && document != null && logged.containsKey(key)) {
				equal.add(document);
			}
		});
		this.stored.compareSides(equal).forEach(this::note);
	}

	private void compareUnknown(List<String> keys) {
		for (int from = 0; from < keys.size(); from += PAGE) {
			this.stored.find(keys.subList(from, Math.min(from + PAGE, keys.size())))
				.forEach((key, document) -> note(key, this.stored.compare(null, document)));
		}
	}

	/** Differences that do not fit in memory count without a recheck. */
	private void note(String key, @Nullable Difference difference) {
		if (difference == null) {
			return;
		}
		if (this.differences.size() < PORTION) {
			this.differences.put(key, difference);
		}
		else {
			this.findings.add(key, difference);
			this.findings.note("More than %d users differ: repair again, or rebuild".formatted(PORTION));
		}
	}

	private void recheckUntilEqual() {
		long end = System.nanoTime() + this.lookAgain.toNanos();
		Duration pause = Duration.ofMillis(500);
		while (!this.differences.isEmpty() && System.nanoTime() - end < 0) {
			sleep(Math.min(pause.toNanos(), end - System.nanoTime()));
			pause = pause.multipliedBy(2);
			recheck(Set.copyOf(this.differences.keySet()));
		}
	}

	private void recheck(Set<String> keys) {
		Map<String, Document> logged = this.log.of(keys);
		Map<String, Document> found = this.stored.find(keys);
		this.differences.clear();
		compare(keys, logged, found);
	}

	private void repair() {
		Map<String, Difference> wrong = Map.copyOf(this.differences);
		Map<String, Document> logged = this.log.of(wrong.keySet());
		Map<String, Document> found = this.stored.find(wrong.keySet());
		wrong.forEach((key, difference) -> this.stored.repair(key, difference, logged.get(key), found.get(key)));
	}

	private void sleep(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The verification was interrupted", ex);
		}
	}

	/**
	 * Accepts keys that the log does not have, up to a maximum. They include deleted
	 * users whose records compaction has removed.
	 */
	private final class Unknown implements Predicate<String> {

		private int found;

		@Override
		public boolean test(String id) {
			if (LogComparison.this.inLog.contains(id)) {
				return false;
			}
			this.found++;
			if (this.found == MAX_UNKNOWN + 1) {
				LogComparison.this.findings
					.note("Only the store has more than %,d users: the others are not counted".formatted(MAX_UNKNOWN));
			}
			return this.found <= MAX_UNKNOWN;
		}

	}

}
