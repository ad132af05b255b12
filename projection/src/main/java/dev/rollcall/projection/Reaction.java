package dev.rollcall.projection;

import java.time.Duration;
import java.util.List;

/**
 * Turns events into commands on the service's own aggregate. Idempotent by version and
 * safe to repeat years later. Declare one as a bean; the group is
 * {@code <service>-<name>}.
 */
public interface Reaction {

	/** Returns the reaction's name, such as {@code sessions}. */
	String name();

	/** Returns the topics that it reads. */
	List<String> topics();

	/**
	 * Returns how long new records may wait at the broker to be read together. A wait of
	 * up to half a second saves most of the CPU of a topic of which few records matter.
	 * @return zero, the default, to read each record as soon as it is published
	 */
	default Duration maxWait() {
		return Duration.ZERO;
	}

	/**
	 * Applies one record. Called on the consumer's thread, in order within a partition;
	 * the offset is committed after the batch. A redelivery calls it again.
	 * @throws InvalidEventException if the record can never be applied; any other
	 * exception is retried without limit
	 */
	void react(EventRecord record);

}
