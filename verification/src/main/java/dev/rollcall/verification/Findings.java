package dev.rollcall.verification;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a {@link Verification}: exact counts, and the first {@value #MAX_NAMED}
 * differences of each kind by user id. Not thread-safe.
 */
public final class Findings {

	/** The number of differences of each kind that are named. */
	public static final int MAX_NAMED = 100;

	private static final int MAX_NOTES = 20;

	private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

	private final Map<Difference.Kind, Map<String, Difference>> named = new EnumMap<>(Difference.Kind.class);

	private final List<String> notes = new ArrayList<>();

	private long compared;

	private long missingMessages;

	private long repaired;

	private final List<String> repairedIds = new ArrayList<>();

	/**
	 * Adds to the number of compared keys: users, or published messages.
	 */
	public void compared(long count) {
		this.compared += count;
	}

	/**
	 * Adds a user's difference.
	 */
	public void add(String id, Difference difference) {
		this.counts.merge(difference.kind(), 1L, Long::sum);
		Map<String, Difference> first = this.named.computeIfAbsent(difference.kind(), (kind) -> new LinkedHashMap<>());
		if (first.size() < MAX_NAMED) {
			first.put(id, difference);
		}
	}

	/**
	 * Adds to the number of published messages that the log lacks.
	 */
	public void missingMessages(long count) {
		this.missingMessages += count;
	}

	/**
	 * Counts a user's difference as repaired.
	 */
	public void repaired(String id) {
		this.repaired++;
		if (this.repairedIds.size() < MAX_NAMED) {
			this.repairedIds.add(id);
		}
	}

	/**
	 * Adds information that the counts do not show.
	 * @param note a sentence without personal data; the first {@value #MAX_NOTES} are
	 * kept
	 */
	public void note(String note) {
		if (this.notes.size() < MAX_NOTES && !this.notes.contains(note)) {
			this.notes.add(note);
		}
	}

	/**
	 * Returns the number of compared keys.
	 */
	public long compared() {
		return this.compared;
	}

	/**
	 * Returns the number of differences of a kind, including repaired ones.
	 */
	public long count(Difference.Kind kind) {
		return this.counts.getOrDefault(kind, 0L);
	}

	/**
	 * Returns the first differences of a kind by user id.
	 * @return at most {@value #MAX_NAMED}, in the order in which they were found
	 */
	public Map<String, Difference> named(Difference.Kind kind) {
		return this.named.getOrDefault(kind, Map.of());
	}

	/**
	 * Returns the number of published messages that the log lacked.
	 */
	public long missingMessages() {
		return this.missingMessages;
	}

	/**
	 * Returns the number of repaired differences.
	 */
	public long repairs() {
		return this.repaired;
	}

	/**
	 * Returns the first users whose differences are repaired.
	 * @return at most {@value #MAX_NAMED}
	 */
	public List<String> repairedIds() {
		return List.copyOf(this.repairedIds);
	}

	/**
	 * Returns the number of differences that are not repaired.
	 */
	public long left() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum() - this.repaired;
	}

	/**
	 * Returns the numbers of differences of each kind; none if all are repaired.
	 */
	Map<Difference.Kind, Long> leftByKind() {
		return (left() == 0) ? Map.of() : Map.copyOf(this.counts);
	}

	/**
	 * Returns the notes.
	 */
	public List<String> notes() {
		return List.copyOf(this.notes);
	}

}
