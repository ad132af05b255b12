package dev.rollcall.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can never be applied.
 *
 * @param message without personal data
 */
record Poison(ConsumerRecord<byte[], byte[]> raw, String type, String message) {

	static Poison of(ConsumerRecord<byte[], byte[]> raw, InvalidEventException cause) {
		// A decoder's message may quote the record, so only its class is kept.
		Throwable root = (cause.getCause() != null) ? cause.getCause() : cause;
		String message = cause.getMessage();
		return new Poison(raw, root.getClass().getName(), (message != null) ? message : "");
	}

}
