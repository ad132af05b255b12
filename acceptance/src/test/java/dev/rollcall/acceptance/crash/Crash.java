package dev.rollcall.acceptance.crash;

/**
 * What happens at an armed point.
 */
public enum Crash {

	/** The JVM is gone at once, as by kill -9. */
	HALT,

	/** The process is stopped, as by a long pause, until somebody sends it SIGCONT. */
	STOP

}
