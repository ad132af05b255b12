package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ids of documents to look at, each once, in order of arrival. Bounded: what does not fit
 * is left to the sweep. Suspects, one of which was refused, come first and each alone, so
 * that the others need not.
 */
final class WakeQueue {

	private final int bound;

	private final Set<String> ids = new LinkedHashSet<>();

	private final Set<String> suspects = new LinkedHashSet<>();

	WakeQueue(int bound) {
		this.bound = bound;
	}

	synchronized void add(String id) {
		if (this.ids.size() < this.bound) {
			this.ids.add(id);
		}
	}

	synchronized void addAll(Iterable<String> more) {
		more.forEach(this::add);
	}

	/**
	 * Adds what was taken last. Of one alone the reason is known.
	 */
	synchronized void addSuspects(Collection<String> taken) {
		if (taken.size() > 1) {
			this.suspects.addAll(taken);
		}
	}

	synchronized int size() {
		return this.ids.size() + this.suspects.size();
	}

	synchronized List<String> take(int limit) {
		return this.suspects.isEmpty() ? take(this.ids, limit) : take(this.suspects, 1);
	}

	private static List<String> take(Set<String> ids, int limit) {
		List<String> taken = new ArrayList<>(Math.min(limit, ids.size()));
		Iterator<String> next = ids.iterator();
		while (next.hasNext() && taken.size() < limit) {
			taken.add(next.next());
			next.remove();
		}
		return taken;
	}

}
