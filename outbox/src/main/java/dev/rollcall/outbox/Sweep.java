package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.rollcall.verification.ErrorBoundary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for pending documents without a hint: at each take-over, and then with a pause
 * of 20 times the duration of the last search, so that it uses at most a twentieth of the
 * store's time. One search returns a limited number; the next one starts as soon as a
 * slot has published its part.
 */
final class Sweep {

	private static final Logger logger = LoggerFactory.getLogger(Sweep.class);

	private static final int LIMIT = 8000;

	private static final int PAUSE_FACTOR = 20;

	private final RelayContext context;

	private final SerialTask task;

	private final Supplier<List<Integer>> slots;

	private final Consumer<String> found;

	private final Backoff backoff;

	private final Duration pause;

	private volatile boolean cut;

	private @Nullable Future<?> next;

	/**
	 * Creates a sweep, which starts at its first trigger.
	 * @param pause the minimum pause
	 * @param found receives each document's id
	 */
	Sweep(RelayContext context, Duration pause, Supplier<List<Integer>> slots, Consumer<String> found) {
		this.context = context;
		this.pause = pause;
		this.slots = slots;
		this.found = found;
		this.backoff = new Backoff(pause, pause.multipliedBy(8));
		this.task = new SerialTask(context.threads().workers(), this::run);
	}

	void trigger() {
		this.task.trigger();
	}

	/**
	 * Searches again now if the last search reached its limit.
	 */
	void goOn() {
		if (this.cut) {
			this.cut = false;
			trigger();
		}
	}

	private void run() {
		if (this.next != null) {
			this.next.cancel(false);
		}
		this.next = this.context.threads().later(sweep(), this.task::trigger);
	}

	/** Returns the pause before the next search. */
	private Duration sweep() {
		long start = System.nanoTime();
		try {
			ErrorBoundary.run(this::search);
			this.backoff.reset();
		}
		catch (RuntimeException ex) {
			Duration wait = this.backoff.next();
			this.context.metrics().failed();
			if (this.backoff.isFirst()) {
				logger.warn("The search for pending documents of the outbox failed; retrying: {}", ex.toString());
			}
			return wait;
		}
		Duration due = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_FACTOR);
		return (due.compareTo(this.pause) > 0) ? due : this.pause;
	}

	private void search() {
		List<Integer> owned = this.slots.get();
		if (!owned.isEmpty()) {
			List<String> ids = this.context.store().pending().sweep(owned, this.context.blocked().names(), LIMIT);
			this.cut = ids.size() == LIMIT;
			ids.forEach(this.found);
		}
	}

}
