package dev.rollcall.verification;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a store that are compared with those that the log leads to, and how
 * they are repaired. Called by one thread at a time; blocks.
 */
public interface Stored {

	/**
	 * Finds documents.
	 * @return the documents by id; ids that are not stored are absent
	 */
	Map<String, Document> find(Collection<String> keys);

	/**
	 * Passes all stored documents, in pages of at most some hundred, in no order.
	 */
	void pages(Consumer<List<Document>> page);

	/**
	 * Compares one user.
	 * @param logged the document that the log leads to; null if the log lacks the user
	 * @param stored the stored document; null if there is none
	 * @return the difference; null if there is none
	 */
	@Nullable Difference compare(@Nullable Document logged, @Nullable Document stored);

	/**
	 * Returns a hash of each part of a stored document, or only one of
	 * {@link Log#DELETED}. A document whose hashes equal those of {@link #fingerprint}
	 * has no difference; if they do not, {@link #compare} decides.
	 */
	Map<String, Long> fingerprints(Document stored);

	/**
	 * Returns the hash of a part that a record of the log leads to.
	 * @param logged the part with its version
	 */
	long fingerprint(String key, String part, Document logged);

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
