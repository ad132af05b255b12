package dev.rollcall.benchmark.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/**
 * Gives requests that are due to free connections, and measures each one from the time at
 * which it was due. Knows no clock and no network. Not thread-safe.
 */
final class Dispatch {

	private final Deque<Integer> free = new ArrayDeque<>();

	private final Map<Integer, Long> pending = new HashMap<>();

	private final Arrivals arrivals;

	private final IntConsumer send;

	private final Measured measured;

	private boolean stopped;

	Dispatch(Arrivals arrivals, int connections, IntConsumer send, Measured measured) {
		this.arrivals = arrivals;
		this.send = send;
		this.measured = measured;
		for (int connection = 0; connection < connections; connection++) {
			this.free.addLast(connection);
		}
	}

	/** Sends what is due, as long as there are free connections. */
	void advance(long now) {
		while (!this.stopped && !this.free.isEmpty()) {
			OptionalLong due = this.arrivals.take(now);
			if (due.isEmpty()) {
				return;
			}
			int connection = this.free.removeFirst();
			this.pending.put(connection, due.getAsLong());
			this.send.accept(connection);
		}
	}

	/** Returns the time of the next request, if a connection is free for it. */
	OptionalLong next() {
		return (this.stopped || this.free.isEmpty()) ? OptionalLong.empty() : this.arrivals.next();
	}

	/** Records the end of a connection's request and sends what is due. */
	void completed(int connection, long now, boolean good) {
		Long due = this.pending.remove(connection);
		if (due == null) {
			return;
		}
		if (good) {
			this.measured.success(now - due);
		}
		else {
			this.measured.error();
		}
		this.free.addFirst(connection);
		advance(now);
	}

	/** Sends nothing from now on. */
	void stop() {
		this.stopped = true;
	}

	boolean isIdle() {
		return this.pending.isEmpty();
	}

	/**
	 * Records what was due before the end and has no response, with the time that it has
	 * waited: leaving it out would hide a server that has stalled.
	 */
	void abandon(long end, long now) {
		this.pending.values().forEach((due) -> this.measured.unfinished(now - due));
		this.pending.clear();
		while (this.arrivals.next().isPresent() && this.arrivals.next().getAsLong() - end < 0) {
			this.measured.unfinished(now - this.arrivals.take(end).getAsLong());
		}
	}

}
