package dev.rollcall.notification.delivery;

/**
 * How one try to deliver ended.
 */
sealed interface Attempt {

	/**
	 * It was taken.
	 */
	record Sent() implements Attempt {

	}

	/**
	 * The user does not want it.
	 */
	record Suppressed() implements Attempt {

	}

	/**
	 * It will never be taken.
	 *
	 * @param reason why, without personal data
	 */
	record Refused(String reason) implements Attempt {

	}

	/**
	 * It was not taken this time.
	 *
	 * @param reason why, without personal data
	 */
	record Postponed(String reason) implements Attempt {

	}

}
