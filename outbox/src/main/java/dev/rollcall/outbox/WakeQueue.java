package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounded queues of document ids, each once, in order of arrival: of those that were
 * woken, and of a backlog, such as what the sweep found. Batches are taken from them in
 * turn, so neither waits behind the other. Ids that do not fit are left to the sweep.
 * Suspects, one of which was refused, come first and one at a time.
 */
final class WakeQueue {

	private final int bound;

	private final Set<String> woken = new LinkedHashSet<>();

	private final Set<String> backlog = new LinkedHashSet<>();

	private final Set<String> suspects = new LinkedHashSet<>();

	/** Whether the last batch was of the backlog. */
	private boolean ofBacklog = true;

	WakeQueue(int bound) {
		this.bound = bound;
	}

	synchronized void add(String id) {
		if (add(this.woken, id)) {
			this.backlog.remove(id);
		}
	}

	synchronized void addToBacklog(String id) {
		if (!this.woken.contains(id)) {
			add(this.backlog, id);
		}
	}

	/** Adds ids of the last batch again. */
	synchronized void putBack(Iterable<String> ids) {
		ids.forEach(this.ofBacklog ? this::addToBacklog : this::add);
	}

	private boolean add(Set<String> queue, String id) {
		return queue.size() < this.bound && queue.add(id);
	}

	/**
	 * Adds the ids of a failed transaction. A single one is not a suspect but the cause.
	 */
	synchronized void addSuspects(Collection<String> taken) {
		if (taken.size() > 1) {
			this.suspects.addAll(taken);
		}
	}

	/**
	 * Takes a batch.
	 * @param limit the maximum of a batch
	 * @param backlogLimit the maximum of a batch of the backlog, behind which ids that
	 * are woken meanwhile have to wait
	 */
	synchronized List<String> take(int limit, int backlogLimit) {
		if (!this.suspects.isEmpty()) {
			return take(this.suspects, 1);
		}
		this.ofBacklog = this.woken.isEmpty() || (!this.ofBacklog && !this.backlog.isEmpty());
		return this.ofBacklog ? take(this.backlog, backlogLimit) : take(this.woken, limit);
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
