package dev.rollcall.notification.delivery;

/**
 * How a delivery ended.
 */
enum Outcome {

	/** The channel has taken it. */
	SENT("sent"),

	/** The user does not want it. */
	SUPPRESSED("suppressed"),

	/** It was refused for good, or it expired. */
	FAILED("failed");

	private final String id;

	Outcome(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

}
