package dev.rollcall.verification;

/**
 * A difference between the store and the log.
 *
 * @param kind what is wrong
 * @param what a description without personal data
 */
public record Difference(Kind kind, String what) {

	/**
	 * What is wrong.
	 */
	public enum Kind {

		/** The downstream side lacks something that the upstream side has. */
		LOST,

		/** The downstream side has something that the upstream side never had. */
		GHOST,

		/** The version is older than expected. */
		STALE,

		/** The version is equal and the content is different. */
		DIVERGED

	}

}
