package dev.rollcall.local.platform;

/**
 * Runs parts of one {@link TestPlatform} elsewhere than in JVMs here, such as in
 * containers. Found by {@link java.util.ServiceLoader}.
 */
public interface PartHost extends AutoCloseable {

	/**
	 * Tells which parts it runs.
	 * @param part the part
	 * @return false if the part is to run in a JVM as else
	 */
	boolean runs(Part part);

	/**
	 * Starts a part, or starts it again with its data.
	 * @param part the part
	 * @param port where it is to serve, on 127.0.0.1
	 */
	void start(Part part, int port);

	/**
	 * Tells whether a started part has not ended.
	 * @param part the part
	 * @return true while it runs
	 */
	boolean isAlive(Part part);

	/**
	 * Stops a part. Its data stays.
	 * @param part the part; it may have been stopped before
	 */
	void stop(Part part);

	/**
	 * Kills a part, as {@code kill -9} does. Its data stays.
	 * @param part the part; it may have been stopped before
	 */
	void kill(Part part);

	/**
	 * Ends everything and deletes the data.
	 */
	@Override
	void close();

}
