package dev.rollcall.outbox;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Makes the indexes and, once an hour, deletes published messages that are past their
 * time, and erased ones and marks that were left behind.
 */
final class Upkeep implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final RelayStore store;

	private final RelayThreads threads;

	private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

	private volatile boolean running;

	Upkeep(RelayStore store, RelayThreads threads) {
		this.store = store;
		this.threads = threads;
	}

	@Override
	public void start() {
		this.running = true;
		this.threads.submit(this::keepUp);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void keepUp() {
		if (this.running) {
			this.threads.later(attempt(), () -> this.threads.submit(this::keepUp));
		}
	}

	/** Returns when the next one is due. */
	private Duration attempt() {
		try {
			this.store.published().expire();
			this.store.erasures().repeat();
			this.store.pending().removeEmptyMarks();
			this.store.pending().createIndex();
			this.store.published().createIndex();
			this.backoff.reset();
			return PAUSE;
		}
		catch (RuntimeException ex) {
			LOG.debug("The upkeep of the outbox waits", ex);
			return this.backoff.next();
		}
	}

}
