package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.common.utils.Utils;

/**
 * The share of an outbox that one instance relays. The slot of a document is the murmur2
 * hash (Kafka's own, seed 0x9747b28c) of its id in UTF-8, without the sign bit, modulo
 * {@link Topic#RELAY_SLOTS}. Stored documents and the relay topic's partitions rely on
 * both, so neither ever changes.
 */
final class Slot {

	private Slot() {
	}

	static int of(String aggregateId) {
		return Utils.toPositive(Utils.murmur2(aggregateId.getBytes(StandardCharsets.UTF_8))) % Topic.RELAY_SLOTS;
	}

}
