package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ids of documents to look at, each once, in order of arrival. Bounded: what does not fit
 * is left to the sweep.
 */
final class WakeQueue {

	private final int bound;

	private final Set<String> ids = new LinkedHashSet<>();

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

	synchronized List<String> take(int limit) {
		List<String> taken = new ArrayList<>(Math.min(limit, this.ids.size()));
		Iterator<String> next = this.ids.iterator();
		while (next.hasNext() && taken.size() < limit) {
			taken.add(next.next());
			next.remove();
		}
		return taken;
	}

}
