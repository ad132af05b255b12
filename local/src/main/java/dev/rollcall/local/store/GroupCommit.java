package dev.rollcall.local.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets commands end in whole before they are committed, many by one commit: a command
 * changes several maps, and a commit in between would keep half of it for ever. A command
 * returns only after a commit that began after its end.
 */
final class GroupCommit {

	/** Held for reading by commands, for writing by what must not see half of one. */
	private final ReadWriteLock commands = new ReentrantReadWriteLock();

	private final Lock turn = new ReentrantLock();

	private final AtomicLong begun = new AtomicLong();

	private final Runnable commit;

	/** Every command up to this one is committed. */
	private volatile long committed;

	GroupCommit(Runnable commit) {
		this.commit = commit;
	}

	/**
	 * Runs a command that may change something.
	 */
	<T> T write(Supplier<T> command) {
		return commitAfter(() -> {
			this.begun.incrementAndGet();
			return command.get();
		});
	}

	/**
	 * Runs a command that may change something in pieces, between which others have their
	 * turn. It is committed as a whole, but earlier where somebody may have seen a piece.
	 */
	<T> T writeInPieces(Function<Pieces, T> command) {
		T answer = command.apply(this::piece);
		commitUpTo(this.begun.get());
		return answer;
	}

	private <T> T piece(Supplier<T> piece) {
		return hold(this.commands.readLock(), () -> {
			this.begun.incrementAndGet();
			return piece.get();
		});
	}

	/**
	 * Runs a command that changes nothing; what it may have seen of others is committed
	 * before it returns.
	 */
	<T> T read(Supplier<T> command) {
		return commitAfter(command);
	}

	/**
	 * Runs a command while no other runs.
	 */
	<T> T writeAlone(Supplier<T> command) {
		return hold(this.commands.writeLock(), () -> {
			T answer = command.get();
			commitAll();
			return answer;
		});
	}

	/**
	 * Runs something while no command does.
	 */
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

	/**
	 * Who waits for its turn often finds that the one before has committed its command,
	 * too.
	 */
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
	 * What runs a piece of a command.
	 */
	@FunctionalInterface
	interface Pieces {

		<T> T run(Supplier<T> piece);

	}

}
