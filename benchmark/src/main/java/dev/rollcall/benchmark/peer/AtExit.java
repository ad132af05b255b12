package dev.rollcall.benchmark.peer;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Stops what still runs when this JVM ends, the newest first, one after the other.
 */
final class AtExit {

	private static final Deque<Runnable> ACTIONS = new ConcurrentLinkedDeque<>();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run));
	}

	private AtExit() {
	}

	static void add(Runnable action) {
		ACTIONS.addLast(action);
	}

	static void remove(Runnable action) {
		ACTIONS.removeLastOccurrence(action);
	}

	private static void run() {
		for (Runnable action = ACTIONS.pollLast(); action != null; action = ACTIONS.pollLast()) {
			action.run();
		}
	}

}
