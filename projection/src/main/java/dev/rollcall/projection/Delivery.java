package dev.rollcall.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it came and what it says.
 *
 * @param raw the bytes
 * @param event the decoded record
 */
record Delivery(ConsumerRecord<byte[], byte[]> raw, EventRecord event) {

	Poison poison(InvalidEventException cause) {
		return Poison.of(this.raw, cause);
	}

}
