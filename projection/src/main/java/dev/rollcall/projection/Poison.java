package dev.rollcall.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can never be applied.
 *
 * @param raw the record
 * @param type the class of what is wrong
 * @param message what is wrong, without personal data
 */
record Poison(ConsumerRecord<byte[], byte[]> raw, String type, String message) {

	static Poison of(ConsumerRecord<byte[], byte[]> raw, InvalidEventException cause) {
		// The text of a decoder's exception may quote the record: only its class is told.
		Throwable root = (cause.getCause() != null) ? cause.getCause() : cause;
		String message = cause.getMessage();
		return new Poison(raw, root.getClass().getName(), (message != null) ? message : "");
	}

}
