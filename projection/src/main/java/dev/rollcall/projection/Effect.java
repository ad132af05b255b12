package dev.rollcall.projection;

import java.util.List;

/**
 * Handles events after which something must leave the system. It records the intent in
 * the service's store, keyed by event, so that a redelivery finds it there; a worker
 * sends. Declare one as a bean; the group is {@code <service>-<name>}.
 * <p>
 * A store that is empty before a full log takes effects only from its start offsets: the
 * committed offsets of the group at the first start, and the log's end where there are
 * none. Replayed records (header {@code rollcall-replay}) have no effect: they are
 * counted and skipped.
 */
public interface Effect {

	/** Returns the effect's name, such as {@code deliveries}. */
	String name();

	/** Returns the topics that it reads. */
	List<String> topics();

	/**
	 * Records the intent. Called on the consumer's thread, in order within a partition;
	 * the offset is committed after the batch. A redelivery calls it again.
	 * @throws InvalidEventException if the record can never be applied; any other
	 * exception is retried without limit
	 */
	void record(EventRecord record);

}
