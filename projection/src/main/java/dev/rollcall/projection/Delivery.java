package dev.rollcall.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record, raw and decoded.
 */
record Delivery(ConsumerRecord<byte[], byte[]> raw, EventRecord event) {

	Poison poison(InvalidEventException cause) {
		return Poison.of(this.raw, cause);
	}

}
