package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;

import dev.rollcall.verification.ErrorBoundary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Creates the indexes and, once an hour, deletes expired and erased copies of messages
 * and leftover marks. A step that fails is repeated alone, so it does not stop the others
 * and the others do not run more often.
 */
final class Housekeeping implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final List<Runnable> steps;

	private final RelayThreads threads;

	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

	private List<Runnable> due;

	private volatile boolean running;

	Housekeeping(List<Runnable> steps, RelayThreads threads) {
		this.steps = steps;
		this.threads = threads;
		this.due = steps;
	}

	/** The indexes come first, because the other steps use them. */
	static Housekeeping of(RelayStore store, RelayThreads threads) {
		return new Housekeeping(List.of(store.pending()::createIndex, store.published()::createIndex,
				store.published()::expire, store.erasures()::repeat, store.pending()::removeEmptyMarks), threads);
	}

	@Override
	public void start() {
		this.running = true;
		this.threads.submit(this::keepHouse);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void keepHouse() {
		if (this.running) {
			this.threads.later(attempt(), () -> this.threads.submit(this::keepHouse));
		}
	}

	/** Returns the pause before the next run. */
	private Duration attempt() {
		List<Runnable> failed = this.due.stream().filter((step) -> !succeeds(step)).toList();
		if (!failed.isEmpty()) {
			this.due = failed;
			return this.backoff.next();
		}
		this.due = this.steps;
		this.backoff.reset();
		return PAUSE;
	}

	private static boolean succeeds(Runnable step) {
		try {
			ErrorBoundary.run(step);
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("A step of the outbox's housekeeping failed; repeating it", ex);
			return false;
		}
	}

}
