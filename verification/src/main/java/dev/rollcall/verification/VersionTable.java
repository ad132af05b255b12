package dev.rollcall.verification;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The newest version and the content of many keys: 24 bytes for each, in a table that is
 * at most three quarters full. Keys are 64-bit hashes, so two of them may collide; both
 * are then looked at more closely.
 */
final class VersionTable {

	private static final int FIELDS = 3;

	private long[] entries = new long[FIELDS * 4096];

	private final BitSet marked = new BitSet();

	private int size;

	private int marks;

	/** Keeps the newest version of a key; an equal one does not replace the first. */
	void put(long key, long version, long content) {
		if (4L * this.size >= 3L * capacity()) {
			grow();
		}
		int entry = entry(nonZero(key));
		if (this.entries[FIELDS * entry] == 0) {
			this.entries[FIELDS * entry] = nonZero(key);
			this.size++;
		}
		else if (version <= this.entries[FIELDS * entry + 1]) {
			return;
		}
		this.entries[FIELDS * entry + 1] = version;
		this.entries[FIELDS * entry + 2] = content;
	}

	/** Returns the entry of a key; negative if there is none. */
	int find(long key) {
		int entry = entry(nonZero(key));
		return (this.entries[FIELDS * entry] != 0) ? entry : -1;
	}

	long version(int entry) {
		return this.entries[FIELDS * entry + 1];
	}

	long content(int entry) {
		return this.entries[FIELDS * entry + 2];
	}

	/** Marks an entry as compared. */
	void mark(int entry) {
		if (!this.marked.get(entry)) {
			this.marked.set(entry);
			this.marks++;
		}
	}

	boolean isMarked(int entry) {
		return this.marked.get(entry);
	}

	boolean isAllMarked() {
		return this.marks == this.size;
	}

	int size() {
		return this.size;
	}

	/** The size of the table in bytes. */
	long bytes() {
		return 8L * this.entries.length;
	}

	private int capacity() {
		return this.entries.length / FIELDS;
	}

	private static long nonZero(long key) {
		return (key != 0) ? key : 1;
	}

	private int entry(long key) {
		int entry = (int) ((key >>> 1) % capacity());
		while (this.entries[FIELDS * entry] != 0 && this.entries[FIELDS * entry] != key) {
			entry = (entry + 1 < capacity()) ? entry + 1 : 0;
		}
		return entry;
	}

	private void grow() {
		long[] before = this.entries;
		BitSet markedBefore = (BitSet) this.marked.clone();
		this.marked.clear();
		this.entries = new long[FIELDS * (capacity() + capacity() / 2)];
		for (int i = 0; i < before.length; i += FIELDS) {
			if (before[i] != 0) {
				int entry = entry(before[i]);
				System.arraycopy(before, i, this.entries, FIELDS * entry, FIELDS);
				this.marked.set(entry, markedBefore.get(i / FIELDS));
			}
		}
		Arrays.fill(before, 0);
	}

}
