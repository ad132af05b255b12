package dev.rollcall.outbox;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The outbox's threads: one timer and, while there is work, one for each busy slot, the
 * sweep and the schemas. Idle threads end.
 */
final class RelayThreads implements AutoCloseable {

	private final ThreadPoolExecutor workers;

	private final ScheduledThreadPoolExecutor timer;

	RelayThreads() {
		this.workers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				named("outbox-"), new ThreadPoolExecutor.DiscardPolicy());
		this.timer = new ScheduledThreadPoolExecutor(1, named("outbox-timer-"), new ThreadPoolExecutor.DiscardPolicy());
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	static ThreadFactory named(String prefix) {
		ThreadFactory threads = Executors.defaultThreadFactory();
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = threads.newThread(task);
			thread.setName(prefix + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Runs blocking tasks at once, without a queue: the callers run few at a time.
	 */
	Executor workers() {
		return this.workers;
	}

	void submit(Runnable task) {
		this.workers.execute(task);
	}

	<T> Future<T> call(Callable<T> task) {
		return this.workers.submit(task);
	}

	/**
	 * Runs a short task later, such as a trigger.
	 */
	ScheduledFuture<?> later(Duration delay, Runnable task) {
		return this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.workers.shutdownNow();
	}

}
