package dev.rollcall.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Compares a store with the log. A full run reads each share of the log once, and the
 * store once for each million keys. A scheduled run reads what was added since the last
 * one, and one whole share in turn. A difference counts if it is still there after
 * rechecks and after a second look at all records of that key. Used for one run, by one
 * thread.
 */
public final class LogComparison {

	/** The maximum number of documents that are in memory at once. */
	public static final int PORTION = 10_000;

	/** Shares are read together up to this number of parts: 32 MB. */
	private static final int PARTS_IN_MEMORY = 1_000_000;

	private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

	private static final String OFFSETS = "offsets";

	private static final String TURN = "turn";

	/** Whether the last run left differences: then everything is compared. */
	private static final String LEFT = "left";

	private final Log log;

	private final Stored stored;

	private final Duration lookAgain;

	private final Findings findings = new Findings();

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
		Checkpoint checkpoint = order.checkpoint();
		if (checkpoint == null) {
			compareAll();
		}
		else {
			compareNew(checkpoint);
		}
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

	private void compareAll() {
		int shares = this.log.shares();
		for (int share = 0; share < shares;) {
			LogPass pass = pass(true);
			do {
				pass.read(share++, Map.of());
			}
			while (share < shares && pass.size() < PARTS_IN_MEMORY);
			pass.compareStore();
			settle(pass);
		}
	}

	private void compareNew(Checkpoint checkpoint) {
		int shares = this.log.shares();
		Document progress = checkpoint.read();
		Document offsets = progress.get(OFFSETS, new Document());
		int turn = progress.getInteger(TURN, 0) % Math.max(1, shares);
		Map<Integer, Map<String, Long>> ends = new TreeMap<>();
		for (int share = 0; share < shares; share++) {
			ends.put(share, this.log.ends(share));
		}
		if (progress.getBoolean(LEFT, false)) {
			compareAll();
		}
		else {
			compareNew(offsets, ends, turn);
		}
		Document reached = new Document();
		ends.forEach((share, offset) -> reached.put(String.valueOf(share), new Document(new HashMap<>(offset))));
		checkpoint
			.save(new Document(OFFSETS, reached).append(TURN, turn + 1).append(LEFT, !this.differences.isEmpty()));
	}

	private void compareNew(Document offsets, Map<Integer, Map<String, Long>> ends, int turn) {
		LogPass added = pass(false);
		LogPass whole = pass(true);
		ends.forEach((share, end) -> {
			Document from = offsets.get(String.valueOf(share), Document.class);
			if (share == turn || (from != null && hasLostItsEnd(offsets(from), end))) {
				whole.read(share, Map.of());
			}
			else if (from != null) {
				added.read(share, offsets(from));
			}
		});
		added.compareKeys();
		settle(added);
		whole.compareStore();
		settle(whole);
	}

	/** Whether the log was restored, or a broker lost what it had acknowledged. */
	private static boolean hasLostItsEnd(Map<String, Long> reached, Map<String, Long> ends) {
		return reached.entrySet()
			.stream()
			.anyMatch((offset) -> offset.getValue() > ends.getOrDefault(offset.getKey(), 0L));
	}

	private static Map<String, Long> offsets(Document stored) {
		Map<String, Long> offsets = new HashMap<>();
		stored.forEach((partition, offset) -> offsets.put(partition, ((Number) offset).longValue()));
		return offsets;
	}

	private LogPass pass(boolean whole) {
		return new LogPass(this.log, this.stored, whole, this::lookClosely);
	}

	private void settle(LogPass pass) {
		long end = System.nanoTime() + this.lookAgain.toNanos();
		Duration pause = Duration.ofMillis(500);
		while (!pass.suspects().isEmpty() && System.nanoTime() - end < 0) {
			sleep(Math.min(pause.toNanos(), end - System.nanoTime()));
			pause = pause.multipliedBy(2);
			pass.lookAgain();
		}
		this.findings.compared(pass.compared());
		lookClosely(pass.suspects());
	}

	/** Compares with all records of the keys, twice. */
	private void lookClosely(Set<String> keys) {
		if (keys.isEmpty()) {
			return;
		}
		Map<String, Difference> first = look(keys);
		if (!first.isEmpty()) {
			sleep(Math.min(SECOND_LOOK.toNanos(), this.lookAgain.toNanos()));
			look(first.keySet()).forEach(this::note);
		}
	}

	private Map<String, Difference> look(Set<String> keys) {
		Map<String, Difference> found = new LinkedHashMap<>();
		Map<String, Document> logged = this.log.of(keys);
		Map<String, Document> stored = this.stored.find(keys);
		List<Document> equal = new ArrayList<>();
		for (String key : keys) {
			Document document = stored.get(key);
			Difference difference = this.stored.compare(logged.get(key), document);
			if (difference != null) {
				found.put(key, difference);
			}
			else if (document != null && logged.containsKey(key)) {
				equal.add(document);
			}
		}
		found.putAll(this.stored.compareSides(equal));
		return found;
	}

	/** Differences that do not fit in memory are counted and not repaired. */
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
		this.differences.clear();
		this.differences.putAll(look(keys));
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

}
