package dev.rollcall.projection;

/**
 * Compares what a service holds with the log. Declare one as a bean: it is run by
 * {@code POST /actuator/verify} and by the scheduled check. Every {@link Projection} of
 * the service has one by itself.
 */
public interface Verification {

	/**
	 * Returns what is verified.
	 * @return a name, one of its kind in the service, such as {@code accounts}
	 */
	String name();

	/**
	 * Compares, and repairs where the order says so. Runs on a thread of its own and may
	 * block; one run at a time in an instance, but other instances may run theirs, so a
	 * repair must be harmless when it is repeated.
	 * @param order what is asked for
	 * @return what differs; what is only in flight does not
	 * @throws RuntimeException if it cannot be found out, such as for want of the broker
	 */
	Findings verify(Order order);

	/**
	 * What is asked for.
	 *
	 * @param repair whether to repair what differs
	 * @param restored whether the service's store has just been restored from a backup: a
	 * repair then trusts nothing that the log cannot confirm
	 */
	record Order(boolean repair, boolean restored) {

		/** Compares and changes nothing. */
		public static final Order CHECK = new Order(false, false);

	}

}
