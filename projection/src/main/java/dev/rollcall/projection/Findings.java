package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Verification} has found: exact counts, and the first {@value #NAMED} of
 * each kind by id. Used by one thread at a time.
 */
public final class Findings {

	/** How many differences of a kind are named. */
	public static final int NAMED = 100;

	private static final int NOTES = 20;

	private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

	private final Map<Kind, List<Difference>> named = new EnumMap<>(Kind.class);

	private final List<String> notes = new ArrayList<>();

	private long compared;

	private long missingMessages;

	private long repaired;

	/**
	 * Counts what was compared.
	 * @param count how many more users
	 */
	public void compared(long count) {
		this.compared += count;
	}

	/**
	 * Adds a difference.
	 * @param kind what is wrong
	 * @param id the user's id
	 * @param what what differs, without personal data
	 */
	public void add(Kind kind, String id, String what) {
		this.counts.merge(kind, 1L, Long::sum);
		List<Difference> differences = this.named.computeIfAbsent(kind, (any) -> new ArrayList<>());
		if (differences.size() < NAMED) {
			differences.add(new Difference(id, what));
		}
	}

	/**
	 * Counts messages that were published and that the log lacks.
	 * @param count how many more
	 */
	public void missingMessages(long count) {
		this.missingMessages += count;
	}

	/**
	 * Counts a difference that is repaired now.
	 */
	public void repaired() {
		this.repaired++;
	}

	/**
	 * Says something that the counts do not.
	 * @param note a sentence without personal data; the first {@value #NOTES} are kept
	 */
	public void note(String note) {
		if (this.notes.size() < NOTES && !this.notes.contains(note)) {
			this.notes.add(note);
		}
	}

	/**
	 * Returns how many users were compared.
	 * @return a count
	 */
	public long compared() {
		return this.compared;
	}

	/**
	 * Returns how many differences of a kind there were, those repaired among them.
	 * @param kind what is wrong
	 * @return a count
	 */
	public long count(Kind kind) {
		return this.counts.getOrDefault(kind, 0L);
	}

	/**
	 * Returns the first differences of a kind.
	 * @param kind what is wrong
	 * @return at most {@value #NAMED}
	 */
	public List<Difference> named(Kind kind) {
		return List.copyOf(this.named.getOrDefault(kind, List.of()));
	}

	/**
	 * Returns how many published messages the log lacked.
	 * @return a count
	 */
	public long missingMessages() {
		return this.missingMessages;
	}

	/**
	 * Returns how many differences are repaired now.
	 * @return a count
	 */
	public long repairs() {
		return this.repaired;
	}

	/**
	 * Returns how many differences are left.
	 * @return a count
	 */
	public long left() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum() - this.repaired;
	}

	/**
	 * Returns what the counts do not say.
	 * @return sentences
	 */
	public List<String> notes() {
		return List.copyOf(this.notes);
	}

	/**
	 * What may be wrong.
	 */
	public enum Kind {

		/** One side lacks what the other has: the later side, down the data's way. */
		LOST,

		/** There is something that nothing upstream accounts for. */
		GHOST,

		/** An older version than there ought to be. */
		STALE,

		/** The same version with another content. */
		DIVERGED

	}

	/**
	 * One difference.
	 *
	 * @param id the user's id
	 * @param what what differs
	 */
	public record Difference(String id, String what) {
	}

}
