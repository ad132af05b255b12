package dev.rollcall.projection;

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
 * One comparison of what a service holds with a fold over the log. What differs is looked
 * at again for a while, since it may only be in flight. Used once, by one thread.
 */
final class LogComparison {

	/** What is kept in memory at once, in documents. */
	static final int PORTION = 10_000;

	private static final int PAGE = 500;

	/** What only the store has is looked at up to here: its keys are in memory. */
	private static final int MOST_UNKNOWN = 100_000;

	private final LogFold log;

	private final Held held;

	private final Duration lookAgain;

	private final Findings findings = new Findings();

	private final KeyHashes inLog = new KeyHashes();

	private final Map<String, Held.Doubt> doubts = new LinkedHashMap<>();

	LogComparison(LogFold log, Held held, Duration lookAgain) {
		this.log = log;
		this.held = held;
		this.lookAgain = lookAgain;
	}

	Findings findings(Verification.Order order) {
		this.log.all((documents) -> compare(documents, order.repair()));
		compareWithNothing(this.held.ids(new Unknown()));
		lookAgain();
		Map<String, Held.Doubt> before = Map.copyOf(this.doubts);
		if (order.repair() && !before.isEmpty()) {
			repair();
			look(before.keySet());
			lookAgain();
		}
		before.forEach((key, doubt) -> {
			this.findings.add(doubt.kind(), key, doubt.what());
			if (!this.doubts.containsKey(key)) {
				this.findings.repaired();
			}
		});
		return this.findings;
	}

	private void compare(Map<String, Document> expected, boolean withSides) {
		this.findings.compared(expected.size());
		this.inLog.addAll(expected.keySet());
		Map<String, Document> stored = this.held.find(expected.keySet());
		List<Document> equal = new ArrayList<>();
		expected.forEach((key, document) -> {
			Document found = stored.get(key);
			Held.Doubt doubt = this.held.compare(document, found);
			doubt(key, doubt);
			if (doubt == null && found != null) {
				equal.add(found);
			}
		});
		if (withSides) {
			this.held.confirm(equal);
		}
	}

	private void compareWithNothing(List<String> keys) {
		for (int from = 0; from < keys.size(); from += PAGE) {
			this.held.find(keys.subList(from, Math.min(from + PAGE, keys.size())))
				.forEach((key, document) -> doubt(key, this.held.compare(null, document)));
		}
	}

	/** More than can be looked at again count as they are. */
	private void doubt(String key, Held.@Nullable Doubt doubt) {
		if (doubt == null) {
			return;
		}
		if (this.doubts.size() < PORTION) {
			this.doubts.put(key, doubt);
		}
		else {
			this.findings.add(doubt.kind(), key, doubt.what());
			this.findings.note("More than %d differ: repair again, or rebuild".formatted(PORTION));
		}
	}

	private void lookAgain() {
		long end = System.nanoTime() + this.lookAgain.toNanos();
		Duration pause = Duration.ofMillis(500);
		while (!this.doubts.isEmpty() && System.nanoTime() - end < 0) {
			rest(Math.min(pause.toNanos(), end - System.nanoTime()));
			pause = pause.multipliedBy(2);
			look(Set.copyOf(this.doubts.keySet()));
		}
	}

	private void look(Set<String> keys) {
		Map<String, Document> expected = this.log.of(keys);
		Map<String, Document> stored = this.held.find(keys);
		this.doubts.clear();
		keys.forEach((key) -> {
			Held.Doubt doubt = this.held.compare(expected.get(key), stored.get(key));
			if (doubt != null) {
				this.doubts.put(key, doubt);
			}
		});
	}

	private void repair() {
		Map<String, Held.Doubt> wrong = Map.copyOf(this.doubts);
		Map<String, Document> logged = this.log.of(wrong.keySet());
		Map<String, Document> held = this.held.find(wrong.keySet());
		wrong.forEach((key, doubt) -> this.held.repair(key, doubt, logged.get(key), held.get(key)));
	}

	private void rest(long nanos) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The service stops", ex);
		}
	}

	/**
	 * Keys that the log does not have, up to as many as are looked at; those of the
	 * deleted whom compacted topics have forgotten are among them.
	 */
	private final class Unknown implements Predicate<String> {

		private int found;

		@Override
		public boolean test(String id) {
			if (LogComparison.this.inLog.contains(id)) {
				return false;
			}
			this.found++;
			if (this.found == MOST_UNKNOWN + 1) {
				LogComparison.this.findings
					.note("The log lacks more than %,d: no more are counted".formatted(MOST_UNKNOWN));
			}
			return this.found <= MOST_UNKNOWN;
		}

	}

}
