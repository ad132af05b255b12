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
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code dead_letters}: what people have done with letters. One without a
 * document is open. Blocks.
 */
final class DeadLetterStates {

	private static final String COLLECTION = "dead_letters";

	private static final String STATE = "state";

	private static final String AT = "at";

	/** The topics keep letters for 30 days. */
	private static final Duration KEPT = Duration.ofDays(90);

	private final ProjectionDatabase database;

	private final Clock clock;

	DeadLetterStates(ProjectionDatabase database, Clock clock) {
		this.database = database;
		this.clock = clock;
	}

	Noted of(DeadLetterId id) {
		return of(List.of(id)).getOrDefault(id, Noted.NOTHING);
	}

	/**
	 * Finds what is noted of letters.
	 * @param ids the letters
	 * @return what is noted of those that are known; the others are open
	 */
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

	/** Its record is applied, whatever was noted before. */
	void redriven(DeadLetterId id) {
		update(Filters.eq("_id", id.toString()), State.REDRIVEN, Updates.unset("cause"));
		this.database.await(COLLECTION,
				(deadLetters) -> deadLetters.deleteMany(Filters.lt(AT, Date.from(this.clock.instant().minus(KEPT)))));
	}

	/** Its record failed again, unless another one was faster. */
	void failed(DeadLetterId id, String type, String message) {
		update(Filters.and(Filters.eq("_id", id.toString()), Filters.nin(STATE, "redriven", "discarded")), State.OPEN,
				Updates.set("cause", new Document("type", type).append("message", message)));
	}

	/**
	 * Nobody wants its record applied.
	 * @return false if it has been applied meanwhile
	 */
	boolean discarded(DeadLetterId id) {
		return update(Filters.and(Filters.eq("_id", id.toString()), Filters.ne(STATE, "redriven")), State.DISCARDED,
				Updates.unset("cause"));
	}

	/** Returns false if the letter is not in a state that the guard takes. */
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

	/**
	 * What has been done with a letter.
	 */
	enum State {

		/** Nothing yet, or what was done failed. */
		OPEN,

		/** Its record was applied. */
		REDRIVEN,

		/** Its record is not to be applied. */
		DISCARDED;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What is noted of a letter.
	 *
	 * @param state its state
	 * @param causeType why it failed again; null if it did not
	 * @param causeMessage more of that; null if it did not
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
