package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

/**
 * Counts the take-overs of each slot. The write is what matters: a primary that was
 * deposed cannot acknowledge it, so the reads that follow see all that is pending.
 */
final class SlotEpochs {

	private static final String COLLECTION = "relay_slots";

	private final Store store;

	private final Clock clock;

	SlotEpochs(Store store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	void raise(int slot) {
		this.store.one(COLLECTION,
				(slots) -> slots.updateOne(Filters.eq(Fields.ID, slot),
						Updates.combine(Updates.inc("epoch", 1L),
								Updates.set(Fields.AT, Date.from(Instant.now(this.clock)))),
						new UpdateOptions().upsert(true)));
	}

}
