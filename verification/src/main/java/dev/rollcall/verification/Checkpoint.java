package dev.rollcall.verification;

import org.bson.Document;

/**
 * How far scheduled runs of a verification have come, in the service's store.
 */
public interface Checkpoint {

	/** Returns what the last run has saved; empty before the first. */
	Document read();

	/** Saves what the next run needs. */
	void save(Document progress);

}
