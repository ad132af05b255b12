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
 * Counts the take-overs of each slot. The write is what matters first: a primary that was
 * deposed cannot acknowledge it, so the reads that follow see all that is pending. The
 * number orders what successive owners published, whatever their clocks say.
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
	 * @return its number, above those of all former owners
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
