package dev.rollcall.projection;

import java.util.List;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The contribution of one topic to a {@link Projection}: a pure fold, without clock,
 * random numbers or I/O.
 */
public interface ProjectionPart {

	/** Returns the source topic. */
	String topic();

	/**
	 * Returns the name of the part, the field of the document that it sets, such as
	 * {@code
	 * profile}. Two topics with common versions, such as the events and the states of
	 * users, may share a name and so a part.
	 */
	String name();

	/**
	 * Returns the version that orders a key's records of this topic: 1, 2, 3 ...
	 * @throws InvalidEventException if the record has none
	 */
	long version(EventRecord record);

	/**
	 * Folds one record into the part. Called only for versions above the stored one.
	 * @param part the part as stored, with its {@code version}; null if there is none
	 * @return the new part; the library adds {@code version}
	 * @throws InvalidEventException if the record can never be applied
	 */
	Fold fold(@Nullable Document part, EventRecord record);

	/**
	 * Returns writes to side collections, which precede the write of the document, so
	 * that a repeat finds nothing missing. Called for every change and at a deletion for
	 * each part of the document; after another instance was faster also with
	 * {@code before} the state that was not stored, to take back what was added for it.
	 * <p>
	 * A write may come late, after another instance has written newer states. So an entry
	 * has a version or a time, and a removal removes only entries that are older than
	 * {@code after}. A deletion removes any.
	 * @param key the document's {@code _id}
	 * @param before the part as it was; null if there was none
	 * @param after the new part; null after a deletion
	 * @return idempotent writes, none by default
	 */
	default List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
		return List.of();
	}

	/**
	 * Returns what an entry of a side collection has of each key, so that a verification
	 * finds what no document leads to. Without it, surplus entries are not found.
	 * @param collection the name of the side collection
	 * @param entry the entry, with its {@code _id}
	 * @return none by default
	 */
	default List<SideEntry> sideEntries(String collection, Document entry) {
		return List.of();
	}

	/** The result of folding a record. */
	sealed interface Fold {

		/**
		 * The part has a new state.
		 *
		 * @param part the state, without {@code version}
		 */
		record Changed(Document part) implements Fold {

		}

		/** The key is deleted: all parts are removed and nothing more is accepted. */
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
	 * A write by {@code _id} into a side collection of the generation, {@code
	 * <name>-g<generation>-<collection>}.
	 *
	 * @param update idempotent update operators
	 * @param removedIf the entry is removed if it matches this filter after the update,
	 * in a guarded write of its own, and is not created; null keeps it
	 */
	record SideWrite(String collection, String id, Document update, @Nullable Document removedIf) {

		/** Creates a write that keeps the entry. */
		public SideWrite(String collection, String id, Document update) {
			this(collection, id, update, null);
		}

	}

	/**
	 * What an entry of a side collection has of one key.
	 *
	 * @param key the {@code _id} of the document that it belongs to
	 * @param addition the write by which {@link #sideWrites} adds exactly this
	 * @param removal removes exactly this, not what a later change adds
	 */
	record SideEntry(String key, SideWrite addition, SideWrite removal) {

	}

}
