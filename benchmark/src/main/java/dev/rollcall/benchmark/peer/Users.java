package dev.rollcall.benchmark.peer;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The users of a system: those that exist, and those that sign up during a run.
 *
 * @param count the number of users that exist
 */
record Users(long seed, int count, AtomicInteger turn, AtomicInteger created) {

	/** Strong enough for every policy, and the same for all: only the hash costs time. */
	static final String PASSWORD = "an engine that weaves algebra";

	Users(long seed, int count) {
		this(seed, count, new AtomicInteger(), new AtomicInteger());
	}

	String email(int number) {
		return "user-%d-%d@bench.example.com".formatted(this.seed, number);
	}

	/** Returns the users in turn, so that no user signs in twice at a time. */
	String next() {
		return email(Math.floorMod(this.turn.getAndIncrement(), this.count));
	}

	/** Returns an address that has no account yet. */
	String fresh() {
		return "new-%d-%d@bench.example.com".formatted(this.seed, this.created.getAndIncrement());
	}

}
