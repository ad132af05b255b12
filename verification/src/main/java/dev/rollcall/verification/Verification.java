package dev.rollcall.verification;

import org.jspecify.annotations.Nullable;

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
	 * its own thread and may block. One instance at a time runs verifications, but one
	 * that was paused may resume beside another, so a repeated repair must be harmless.
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
	 * @param checkpoint of a scheduled run, which compares only what is new, and a part
	 * of the rest in turn; null to compare everything
	 */
	record Order(boolean repair, boolean restored, @Nullable Checkpoint checkpoint) {

		/** Compares and changes nothing. */
		public static final Order CHECK = new Order(false, false);

		/** An order to compare everything. */
		public Order(boolean repair, boolean restored) {
			this(repair, restored, null);
		}

	}

}
