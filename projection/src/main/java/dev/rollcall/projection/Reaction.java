package dev.rollcall.projection;

import java.util.List;

/**
 * Turns events into commands on the service's own aggregate. Idempotent by version and
 * safe to repeat years later. Declare one as a bean; the group is
 * {@code <service>-<name>}.
 */
public interface Reaction {

	/**
	 * Returns the reaction's name.
	 * @return the name, such as {@code sessions}
	 */
	String name();

	/**
	 * Returns what it reads.
	 * @return the topics' names
	 */
	List<String> topics();

	/**
	 * Applies one record. Called on the consumer's thread, in order within a partition;
	 * the offset is committed after the batch. A redelivery calls it again.
	 * @param record the record
	 * @throws InvalidEventException if the record can never be applied; any other
	 * exception is tried again without end
	 */
	void react(EventRecord record);

}
