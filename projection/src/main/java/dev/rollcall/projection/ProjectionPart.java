package dev.rollcall.projection;

import java.util.List;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What one topic contributes to a {@link Projection}: a pure fold, without clock, random
 * numbers or I/O.
 */
public interface ProjectionPart {

	/**
	 * Returns the source topic.
	 * @return the topic's name
	 */
	String topic();

	/**
	 * Returns the name of the part. Two topics whose records count the same versions, as
	 * a user's events and states do, may share a name, and so a part.
	 * @return the field of the document that this part sets, such as {@code profile}
	 */
	String name();

	/**
	 * Returns the version that orders a key's records of this topic.
	 * @param record the record
	 * @return 1, 2, 3 ...
	 * @throws InvalidEventException if it has none
	 */
	long version(EventRecord record);

	/**
	 * Folds one record into the part. Called only for versions above the stored one.
	 * @param part the part as stored, with its {@code version}; null if there is none
	 * @param record the record
	 * @return the new part; the library adds {@code version}
	 * @throws InvalidEventException if the record can never be applied
	 */
	Fold fold(@Nullable Document part, EventRecord record);

	/**
	 * Returns what to write into side collections before the document itself, so that a
	 * repeat finds nothing missing. Called for every change, at a deletion for each part
	 * that the document has, and after another instance was faster, to make good what was
	 * written for a state that was not stored: then {@code before} is that state.
	 * @param key the document's {@code _id}
	 * @param before the part as it was; null if there was none
	 * @param after the new part; null after a deletion
	 * @return idempotent writes, none by default
	 */
	default List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
		return List.of();
	}

	/**
	 * What a record makes of the part.
	 */
	sealed interface Fold {

		/**
		 * The part has a new state.
		 *
		 * @param part the state, without {@code version}
		 */
		record Changed(Document part) implements Fold {

		}

		/**
		 * The key is gone: all parts are removed and nothing more is taken.
		 */
		record Deleted() implements Fold {

		}

		/**
		 * The record does not concern this part. The part and its version stay, so the
		 * next version counts as a gap; to prevent that, return {@link Changed} with the
		 * part as it is.
		 */
		record Unchanged() implements Fold {

		}

	}

	/**
	 * An upsert by {@code _id} into a side collection of the generation,
	 * {@code <name>-g<generation>-<collection>}.
	 *
	 * @param collection the side collection's name within the projection
	 * @param id the {@code _id}
	 * @param update update operators; must be idempotent
	 */
	record SideWrite(String collection, String id, Document update) {

	}

}
