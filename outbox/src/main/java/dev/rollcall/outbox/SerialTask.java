package dev.rollcall.outbox;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on an executor, never concurrently, and at least once after each trigger.
 */
final class SerialTask {

	private final Executor executor;

	private final Runnable task;

	private final AtomicInteger triggers = new AtomicInteger();

	SerialTask(Executor executor, Runnable task) {
		this.executor = executor;
		this.task = task;
	}

	void trigger() {
		if (this.triggers.getAndIncrement() == 0) {
			execute();
		}
	}

	/** If the executor refuses the task, the next trigger tries again. */
	private void execute() {
		boolean accepted = false;
		try {
			this.executor.execute(this::run);
			accepted = true;
		}
		finally {
			if (!accepted) {
				this.triggers.set(0);
			}
		}
	}

	private void run() {
		int seen = this.triggers.get();
		try {
			this.task.run();
		}
		finally {
			if (this.triggers.addAndGet(-seen) != 0) {
				execute();
			}
		}
	}

}
