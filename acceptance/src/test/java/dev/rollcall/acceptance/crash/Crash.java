package dev.rollcall.acceptance.crash;

/**
 * The kind of crash at an armed point.
 */
public enum Crash {

	/** The JVM ends immediately, as by kill -9. */
	HALT,

	/** The process is stopped until it gets SIGCONT. */
	STOP

}
