package dev.rollcall.local.store;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import org.h2.mvstore.MVStore;

/**
 * A backend that commits to its file before it acknowledges: what a client was told is
 * written survives a kill of the process. (A power cut is another matter: the file is
 * written, not forced to the disk.)
 */
final class DurableBackend extends H2Backend {

	/** Chunks filled less than this, in percent, are rewritten. */
	private static final int FILL_RATE = 60;

	private static final int COMPACTED_AT_ONCE = 4 * 1024 * 1024;

	DurableBackend(String file) {
		super(new MVStore.Builder().fileName(file).autoCommitDisabled().cacheSize(8).open());
		getMvStore().setRetentionTime(5000);
	}

	@Override
	public Document handleMessage(MongoMessage message) {
		if (message.getDocument().containsKey("hello")) {
			return hello(message);
		}
		Document answer = super.handleMessage(message);
		commit();
		return answer;
	}

	/**
	 * The server knows this command by its former name only; health checks ask by the
	 * new.
	 */
	private Document hello(MongoMessage message) {
		Document answer = handleCommand(message.getChannel(), message.getDatabaseName(), "ismaster",
				message.getDocument());
		answer.put("isWritablePrimary", true);
		return answer;
	}

	/**
	 * Rewrites some of what is mostly out of date: each write leaves a chunk behind.
	 */
	void compact() {
		getMvStore().compact(FILL_RATE, COMPACTED_AT_ONCE);
	}

	/**
	 * Closes the file, and compacts it for so long at most.
	 */
	void close(int milliseconds) {
		getMvStore().close(milliseconds);
	}

}
