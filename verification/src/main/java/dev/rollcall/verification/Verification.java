package dev.rollcall.verification;

/**
 * Compares a service's store with the log. Every bean of this type runs on
 * {@code POST /actuator/verify} and, if switched on, on a schedule.
 */
public interface Verification {

	/**
	 * Returns the name of what is verified.
	 * @return a name that is unique in the service, such as {@code accounts}
	 */
	String name();

	/**
	 * Compares the store with the log and repairs it if the order asks for that. Runs on
	 * its own thread and may block. An instance runs one verification at a time, but
	 * other instances may run theirs, so a repeated repair must be harmless.
	 * @param order the operator's order
	 * @return the differences; messages still in flight are not among them
	 * @throws RuntimeException if the comparison is impossible, such as without the
	 * broker
	 */
	Findings verify(Order order);

	/**
	 * An order of an operator or of the schedule.
	 *
	 * @param repair whether to repair differences
	 * @param restored whether the service's store was just restored from a backup: a
	 * repair then trusts nothing that the log does not confirm
	 */
	record Order(boolean repair, boolean restored) {

		/** Compares and changes nothing. */
		public static final Order CHECK = new Order(false, false);

	}

}
