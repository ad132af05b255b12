package dev.rollcall.benchmark.peer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A system that signs users up and in. Only one runs at a time, so that the idle time of
 * one does not slow the other.
 */
public interface SystemUnderTest extends AutoCloseable {

	/** Returns why the system cannot run here; empty if it can. */
	Optional<String> missing();

	/** Starts the system with its users. Their data stays until {@link #close()}. */
	void start() throws Exception;

	/** Stops the system. */
	void stop();

	/** Returns the processes that run, by name. */
	Map<String, ProcessHandle> processes();

	/** Returns what a benchmark measures. */
	List<Target> targets(String benchmark);

	/** Returns what a benchmark cannot measure here, and why. */
	List<String> leftOut(String benchmark);

	/** Waits until the work behind the answers is done. */
	void drain() throws InterruptedException;

	/** Returns the versions of its programs. */
	Map<String, String> versions();

	/** Stops the system and deletes its data. */
	@Override
	void close();

}
