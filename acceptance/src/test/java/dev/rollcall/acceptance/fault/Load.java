package dev.rollcall.acceptance.fault;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs an action at a steady rate, each time in a new thread, while the test continues.
 */
final class Load {

	private static final int THREADS = 200;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final AtomicInteger done = new AtomicInteger();

	private final Thread pacer;

	private volatile boolean stopped;

	private Load(double perSecond, int count, Runnable action) {
		this.pacer = new Thread(() -> pace(perSecond, count, action), "load");
		this.pacer.setDaemon(true);
	}

	/**
	 * Starts.
	 * @param perSecond runs per second
	 * @param count the maximum number of runs
	 * @param action the action
	 */
	static Load start(double perSecond, int count, Runnable action) {
		Load load = new Load(perSecond, count, action);
		load.pacer.start();
		return load;
	}

	private void pace(double perSecond, int count, Runnable action) {
		long start = System.nanoTime();
		for (int i = 0; i < count && !this.stopped; i++) {
			long at = start + (long) (i * 1e9 / perSecond);
			LockSupport.parkNanos(at - System.nanoTime());
			this.threads.execute(() -> {
				action.run();
				this.done.incrementAndGet();
			});
		}
	}

	boolean isPacing() {
		return this.pacer.isAlive();
	}

	int done() {
		return this.done.get();
	}

	/** Waits until all runs have ended. */
	Load finish() {
		try {
			this.pacer.join();
			this.threads.shutdown();
			if (!this.threads.awaitTermination(2, TimeUnit.MINUTES)) {
				throw new AssertionError("The load did not end in time");
			}
			return this;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Starts no further runs and waits for the started ones. */
	Load stop() {
		this.stopped = true;
		return finish();
	}

}
