package dev.rollcall.verification;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.bson.Document;

/**
 * The expected documents, computed from the log alone. Calls block.
 */
public interface Log {

	/**
	 * Computes all documents.
	 * @param each receives the documents by key, in portions of at most
	 * {@value LogComparison#PORTION}, each key once
	 */
	void all(Consumer<Map<String, Document>> each);

	/**
	 * Computes the documents of some keys.
	 * @param keys at most {@value LogComparison#PORTION} keys
	 * @return the documents by key; keys that the log does not have are absent
	 */
	Map<String, Document> of(Set<String> keys);

}
