package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A bounded queue of document ids, each once, in order of arrival. Ids that do not fit
 * are left to the sweep. Suspects, one of which was refused, come first and one at a
 * time.
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
	 * Adds the ids of a failed transaction. A single one is not a suspect but the cause.
	 */
	synchronized void addSuspects(Collection<String> taken) {
		if (taken.size() > 1) {
			this.suspects.addAll(taken);
		}
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
