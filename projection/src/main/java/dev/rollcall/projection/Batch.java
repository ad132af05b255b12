package dev.rollcall.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll and the progress with them, so that a retry continues where the
 * last attempt failed. Used by one thread.
 */
final class Batch {

	private final List<ConsumerRecord<byte[], byte[]>> records;

	private final List<Delivery> deliveries = new ArrayList<>();

	private final Deque<Poison> poison = new ArrayDeque<>();

	/** Each is dead-lettered once, however often the batch is retried. */
	private final Set<ConsumerRecord<?, ?>> refused = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Map<String, KeyFold> unconfirmed = new HashMap<>();

	private final ProcessSpans spans;

	private int decoded;

	private int applied;

	Batch(List<ConsumerRecord<byte[], byte[]>> records, ProcessSpans spans) {
		this.records = List.copyOf(records);
		this.spans = spans;
	}

	ProcessSpans spans() {
		return this.spans;
	}

	int size() {
		return this.records.size();
	}

	List<ConsumerRecord<byte[], byte[]>> undecoded() {
		return this.records.subList(this.decoded, this.records.size());
	}

	void decoded(Delivery delivery) {
		this.deliveries.add(delivery);
		this.decoded++;
	}

	void decodedAsPoison(Poison record) {
		refuse(record);
		this.decoded++;
	}

	void refuse(Poison record) {
		if (this.refused.add(record.raw())) {
			this.poison.add(record);
		}
	}

	void ignored() {
		this.decoded++;
	}

	List<Delivery> unapplied() {
		return this.deliveries.subList(this.applied, this.deliveries.size());
	}

	void applied(int count) {
		this.applied += count;
	}

	/**
	 * The last folds that may have written to side collections while their document was
	 * not written, by key. Kept for a retry, which takes that back.
	 */
	Map<String, KeyFold> unconfirmed() {
		return this.unconfirmed;
	}

	/** To be dead-lettered; removed once published. */
	Deque<Poison> poison() {
		return this.poison;
	}

}
