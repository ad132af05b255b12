package dev.rollcall.local.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Commits several commands at once, and only complete ones: a command changes several
 * maps, and a commit in the middle would persist half of it. A command returns after a
 * commit that began after the command's last change.
 */
final class GroupCommit {

	/** Commands hold the read lock; commits and exclusive work hold the write lock. */
	private final ReadWriteLock commands = new ReentrantReadWriteLock();

	private final Lock turn = new ReentrantLock();

	private final AtomicLong begun = new AtomicLong();

	private final Runnable commit;

	/** All commands up to this number are committed. */
	private volatile long committed;

	GroupCommit(Runnable commit) {
		this.commit = commit;
	}

	/** Runs a command that may change data. */
	<T> T write(Supplier<T> command) {
		return commitAfter(() -> {
			this.begun.incrementAndGet();
			return command.get();
		});
	}

	/**
	 * Runs a command that changes data in batches; other commands can run in between.
	 * Completed batches are committed when another command may have read them, all of
	 * them at the end.
	 */
	<T> T writeInBatches(Function<Batches, T> command) {
		T answer = command.apply(this::batch);
		commitUpTo(this.begun.get());
		return answer;
	}

	private <T> T batch(Supplier<T> batch) {
		return hold(this.commands.readLock(), () -> {
			this.begun.incrementAndGet();
			return batch.get();
		});
	}

	/**
	 * Runs a command that changes nothing. The changes that it may have read are
	 * committed before it returns.
	 */
	<T> T read(Supplier<T> command) {
		return commitAfter(command);
	}

	/** Runs a command while no other command runs, and commits. */
	<T> T writeAlone(Supplier<T> command) {
		return hold(this.commands.writeLock(), () -> {
			T answer = command.get();
			commitAll();
			return answer;
		});
	}

	/** Runs work while no command runs. */
	void alone(Runnable work) {
		hold(this.commands.writeLock(), () -> {
			work.run();
			return work;
		});
	}

	private <T> T commitAfter(Supplier<T> command) {
		T answer = hold(this.commands.readLock(), command);
		commitUpTo(this.begun.get());
		return answer;
	}

	/** While a command waits for its turn, another one often commits it as well. */
	private void commitUpTo(long last) {
		if (this.committed < last) {
			hold(this.turn, () -> {
				if (this.committed < last) {
					alone(this::commitAll);
				}
				return last;
			});
		}
	}

	private void commitAll() {
		long last = this.begun.get();
		this.commit.run();
		this.committed = last;
	}

	private static <T> T hold(Lock lock, Supplier<T> work) {
		lock.lock();
		try {
			return work.get();
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Runs a batch of a command.
	 */
	@FunctionalInterface
	interface Batches {

		<T> T run(Supplier<T> batch);

	}

}
