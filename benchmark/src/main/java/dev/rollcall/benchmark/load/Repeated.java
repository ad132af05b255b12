package dev.rollcall.benchmark.load;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * A number of operations. A request that a busy server refuses with 503 is sent again, so
 * that none is left out. Used by the thread of the load, except where said otherwise.
 */
final class Repeated implements Operation, Arrivals {

	private static final int UNAVAILABLE = 503;

	private final Operation operation;

	private final Map<Integer, Request> latest = new HashMap<>();

	private final Queue<Request> refused = new ArrayDeque<>();

	private int left;

	private volatile long refusals;

	private volatile String failure = "no response";

	Repeated(Operation operation, int times) {
		this.operation = operation;
		this.left = times;
	}

	@Override
	public OptionalLong take(long now) {
		if (this.left == 0) {
			return OptionalLong.empty();
		}
		this.left--;
		return OptionalLong.of(now);
	}

	@Override
	public OptionalLong next() {
		return OptionalLong.empty();
	}

	@Override
	public Request next(int connection) {
		Request again = this.refused.poll();
		Request next = (again != null) ? again : this.operation.next(connection);
		this.latest.put(connection, next);
		return next;
	}

	@Override
	public boolean complete(int connection, Response response) {
		if (response.status() == UNAVAILABLE) {
			this.refused.add(this.latest.get(connection));
			this.left++;
			this.refusals++;
			this.failure = "refused with 503";
			return false;
		}
		boolean good = this.operation.complete(connection, response);
		if (!good) {
			this.failure = "status " + response.status();
		}
		return good;
	}

	/** Returns how many requests were refused so far. Any thread. */
	long refusals() {
		return this.refusals;
	}

	/** Returns the latest failure, for a message. Any thread. */
	String failure() {
		return this.failure;
	}

}
