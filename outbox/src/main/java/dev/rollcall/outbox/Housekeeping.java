package dev.rollcall.outbox;

import java.time.Duration;

import dev.rollcall.verification.ErrorBoundary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Creates the indexes and, once an hour, deletes expired and erased copies of messages
 * and leftover marks.
 */
final class Housekeeping implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final RelayStore store;

	private final RelayThreads threads;

	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

	private volatile boolean running;

	Housekeeping(RelayStore store, RelayThreads threads) {
		this.store = store;
		this.threads = threads;
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
		try {
			ErrorBoundary.run(this::cleanUp);
			this.backoff.reset();
			return PAUSE;
		}
		catch (RuntimeException ex) {
			logger.debug("The housekeeping of the outbox failed; retrying", ex);
			return this.backoff.next();
		}
	}

	private void cleanUp() {
		this.store.published().expire();
		this.store.erasures().repeat();
		this.store.pending().removeEmptyMarks();
		this.store.pending().createIndex();
		this.store.published().createIndex();
	}

}
