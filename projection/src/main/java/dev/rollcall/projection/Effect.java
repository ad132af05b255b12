package dev.rollcall.projection;

import java.util.List;

/**
 * Notes that something has to leave the system because of an event. It records the intent
 * in the service's store, keyed by event, so that a redelivery finds it there; a worker
 * sends. Declare one as a bean; the group is {@code <service>-<name>}.
 * <p>
 * A store that is empty before a full log takes effects only from its beginning: the
 * group's committed offset at the first start, and the log's end where there is none.
 * Replayed records (header {@code rollcall-replay}) have no effect: they are counted and
 * skipped.
 */
public interface Effect {

	/**
	 * Returns the effect's name.
	 * @return the name, such as {@code deliveries}
	 */
	String name();

	/**
	 * Returns what it reads.
	 * @return the topics' names
	 */
	List<String> topics();

	/**
	 * Records what has to be done. Called on the consumer's thread, in order within a
	 * partition; the offset is committed after the batch. A redelivery calls it again.
	 * @param record the record
	 * @throws InvalidEventException if the record can never be applied; any other
	 * exception is tried again without end
	 */
	void record(EventRecord record);

}
