package dev.rollcall.projection;

import org.springframework.kafka.KafkaException;

/**
 * A batch that is left unfinished and uncommitted: it will be delivered again, here or to
 * another member of the group.
 */
final class BatchAbandonedException extends KafkaException {

	private static final long serialVersionUID = 1L;

	BatchAbandonedException(String reason) {
		super("Batch left unfinished, nothing of it committed: " + reason, Level.INFO, null);
	}

}
