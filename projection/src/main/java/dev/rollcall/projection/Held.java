package dev.rollcall.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a service holds of its users, in a form that can be compared with the log. Called
 * on one thread; may block.
 */
public interface Held {

	/**
	 * Finds documents.
	 * @param keys the users' ids
	 * @return the documents by id; none for an id that is not held
	 */
	Map<String, Document> find(Collection<String> keys);

	/**
	 * Finds ids, of all that is held.
	 * @param wanted which
	 * @return the ids
	 */
	List<String> ids(Predicate<String> wanted);

	/**
	 * Compares one user.
	 * @param logged what the log makes of the user; null if it does not know him
	 * @param held what is held; null if nothing is
	 * @return what differs; null if nothing does
	 */
	@Nullable Doubt compare(@Nullable Document logged, @Nullable Document held);

	/**
	 * Heals a difference, under a guard: what has changed since it was read stays as it
	 * is. Does nothing where that is not possible.
	 * @param key the user's id
	 * @param doubt what differs
	 * @param logged what the log makes of the user now
	 * @param held what is held now
	 */
	void repair(String key, Doubt doubt, @Nullable Document logged, @Nullable Document held);

	/**
	 * Told, in a run that repairs, of documents that do not differ.
	 * @param held the documents
	 */
	default void confirm(Collection<Document> held) {
	}

	/**
	 * A difference, which may only be in flight.
	 *
	 * @param kind what is wrong
	 * @param what what differs, without personal data
	 */
	record Doubt(Findings.Kind kind, String what) {

	}

}
