package dev.rollcall.local.platform;

/**
 * Runs parts of one {@link TestPlatform} outside local JVMs, for example in containers.
 * Found by {@link java.util.ServiceLoader}.
 */
public interface PartHost extends AutoCloseable {

	/** Returns whether this host runs a part; if not, a local JVM does. */
	boolean runs(Part part);

	/** Starts a part, or restarts it with its data, on a port of 127.0.0.1. */
	void start(Part part, int port);

	/** Returns whether a started part is still running. */
	boolean isAlive(Part part);

	/** Stops a part, if it is running. Its data is kept. */
	void stop(Part part);

	/** Kills a part with SIGKILL, if it is running. Its data is kept. */
	void kill(Part part);

	/** Stops all parts and deletes their data. */
	@Override
	void close();

}
