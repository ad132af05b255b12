package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code dead_letters}: the states of dead letters. One without a document
 * is open. Blocks.
 */
final class DeadLetterStates {

	private static final String COLLECTION = "dead_letters";

	private static final String STATE = "state";

	private static final String AT = "at";

	/** Longer than the retention of the topics, 30 days. */
	private static final Duration KEPT = Duration.ofDays(90);

	private final ProjectionDatabase database;

	private final Clock clock;

	private volatile boolean indexed;

	DeadLetterStates(ProjectionDatabase database, Clock clock) {
		this.database = database;
		this.clock = clock;
	}

	Noted of(DeadLetterId id) {
		return of(List.of(id)).getOrDefault(id, Noted.NOTHING);
	}

	/** Finds the states of those that are not simply open. */
	Map<DeadLetterId, Noted> of(Collection<DeadLetterId> ids) {
		Map<String, DeadLetterId> names = new HashMap<>();
		ids.forEach((id) -> names.put(id.toString(), id));
		Map<DeadLetterId, Noted> states = new HashMap<>();
		this.database.awaitAll(COLLECTION, (deadLetters) -> deadLetters.find(Filters.in("_id", names.keySet())))
			.forEach((stored) -> {
				DeadLetterId id = names.get(stored.getString("_id"));
				if (id != null) {
					states.put(id, Noted.of(stored));
				}
			});
		return states;
	}

	/** Notes that the record was applied. */
	void redriven(DeadLetterId id) {
		update(Filters.eq("_id", id.toString()), State.REDRIVEN, Updates.unset("cause"));
		deleteExpired();
	}

	private void deleteExpired() {
		if (!this.indexed) {
			this.database.await(COLLECTION, (deadLetters) -> deadLetters.createIndex(Indexes.ascending(AT)));
			this.indexed = true;
		}
		this.database.await(COLLECTION,
				(deadLetters) -> deadLetters.deleteMany(Filters.lt(AT, Date.from(this.clock.instant().minus(KEPT)))));
	}

	/** Notes that the record failed again, unless it was redriven or discarded. */
	void failed(DeadLetterId id, String type, String message) {
		update(Filters.and(Filters.eq("_id", id.toString()), Filters.nin(STATE, "redriven", "discarded")), State.OPEN,
				Updates.set("cause", new Document("type", type).append("message", message)));
	}

	/**
	 * Notes that the record must not be applied.
	 * @return false if it has been redriven in the meantime
	 */
	boolean discarded(DeadLetterId id) {
		return update(Filters.and(Filters.eq("_id", id.toString()), Filters.ne(STATE, "redriven")), State.DISCARDED,
				Updates.unset("cause"));
	}

	/** Returns false if the current state does not match the guard. */
	private boolean update(Bson guard, State state, Bson more) {
		Bson update = Updates.combine(Updates.set(STATE, state.text()),
				Updates.set(AT, Date.from(this.clock.instant())), Updates.inc("changes", 1), more);
		try {
			this.database.await(COLLECTION,
					(deadLetters) -> deadLetters.updateOne(guard, update, new UpdateOptions().upsert(true)));
			return true;
		}
		catch (MongoWriteException ex) {
			if (ex.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
				return false;
			}
			throw ex;
		}
	}

	/** The state of a dead letter. */
	enum State {

		/** Not redriven, or the redrive failed. */
		OPEN,

		/** Its record was applied. */
		REDRIVEN,

		/** Its record must not be applied. */
		DISCARDED;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The stored state of a dead letter.
	 *
	 * @param causeType why the last redrive failed; null if it did not
	 */
	record Noted(State state, @Nullable String causeType, @Nullable String causeMessage) {

		static final Noted NOTHING = new Noted(State.OPEN, null, null);

		private static Noted of(Document stored) {
			Document cause = stored.get("cause", new Document());
			return new Noted(State.valueOf(stored.getString(STATE).toUpperCase(Locale.ROOT)), cause.getString("type"),
					cause.getString("message"));
		}

	}

}
