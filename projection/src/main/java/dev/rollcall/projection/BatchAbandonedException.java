package dev.rollcall.projection;

import org.springframework.kafka.KafkaException;

/**
 * An unfinished batch is not committed: it will be delivered again, here or to another
 * member of the group.
 */
final class BatchAbandonedException extends KafkaException {

	private static final long serialVersionUID = 1L;

	BatchAbandonedException(String reason) {
		super("Batch abandoned, nothing committed: " + reason, Level.INFO, null);
	}

}
