package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import org.bson.Document;

/**
 * Counts the take-overs of each slot. A deposed primary cannot acknowledge the write, so
 * the reads that follow see all pending messages. The number orders the messages of
 * successive owners regardless of their clocks.
 */
final class SlotEpochs {

	private static final String COLLECTION = "relay_slots";

	private static final String EPOCH = "epoch";

	private final Store store;

	private final Clock clock;

	SlotEpochs(Store store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Counts a take-over.
	 * @return its number, higher than those of all previous owners
	 */
	long raise(int slot) {
		Document raised = this.store.one(COLLECTION,
				(slots) -> slots.findOneAndUpdate(Filters.eq(Fields.ID, slot),
						Updates.combine(Updates.inc(EPOCH, 1L),
								Updates.set(Fields.AT, Date.from(Instant.now(this.clock)))),
						new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)));
		return Objects.requireNonNull(raised, COLLECTION).getLong(EPOCH);
	}

}
