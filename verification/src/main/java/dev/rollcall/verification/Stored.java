package dev.rollcall.verification;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a service has stored, in a form that can be compared with the log.
 * Called by one thread; may block.
 */
public interface Stored {

	/**
	 * Finds documents.
	 * @return the documents by id; ids that are not stored are absent
	 */
	Map<String, Document> find(Collection<String> keys);

	/**
	 * Filters the ids of all stored documents.
	 */
	List<String> ids(Predicate<String> wanted);

	/**
	 * Compares one user.
	 * @param logged the document that the log leads to; null if the log lacks the user
	 * @param stored the stored document; null if there is none
	 * @return the difference; null if there is none
	 */
	@Nullable Difference compare(@Nullable Document logged, @Nullable Document stored);

	/**
	 * Repairs a difference under a guard: a document that changed after it was read stays
	 * as it is. Does nothing where a repair is impossible.
	 * @param logged the document that the log leads to now
	 * @param stored the document that is stored now
	 */
	void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored);

	/**
	 * Compares what the store keeps besides the documents, such as an index.
	 * @param equal documents without a difference
	 * @return the differences by key
	 */
	default Map<String, Difference> compareSides(Collection<Document> equal) {
		return Map.of();
	}

}
