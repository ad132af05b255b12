package dev.rollcall.verification;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.bson.Document;

/**
 * The log of some keys, in shares that are read one by one, and the documents that it
 * leads to.
 */
public interface Log {

	/** The part of a deleted key: its state has the deletion's version. */
	String DELETED = "deletedAtVersion";

	/**
	 * Returns the number of shares. All records of a key are in one share.
	 */
	int shares();

	/**
	 * Returns the number of a key's share, from 0.
	 */
	int share(String key);

	/**
	 * Returns the names of the parts of a document, without {@link #DELETED}.
	 */
	List<String> parts();

	/**
	 * Reads the records of a share to the ends that it has now.
	 * @param from the offsets to start from, by partition; partitions without one are
	 * read from their beginning
	 * @return the ends
	 */
	Map<String, Long> read(int share, Map<String, Long> from, Records records);

	/**
	 * Returns the ends of a share.
	 */
	Map<String, Long> ends(int share);

	/**
	 * Computes the documents of some keys from all their records.
	 * @param keys at most {@value LogComparison#PORTION} keys
	 * @return the documents by key; keys that the log does not have are absent
	 */
	Map<String, Document> of(Set<String> keys);

	/** Receives records. */
	@FunctionalInterface
	interface Records {

		/**
		 * Receives one record.
		 * @param state the part that this record alone leads to, with its version
		 */
		void record(String key, String part, long version, Document state);

	}

}
