package dev.rollcall.local.store;

import java.util.Set;

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

	/** Commits wait meanwhile, some 50 ms. */
	private static final int COMPACTED_AT_ONCE = 1024 * 1024;

	/** What changes nothing and is asked often; anything else is taken for a change. */
	private static final Set<String> READS = Set.of("find", "getMore", "count", "distinct", "ping");

	private final GroupCommit commits = new GroupCommit(this::commit);

	DurableBackend(String file) {
		// Neither by time nor by size: a commit of the store's own might catch half a
		// command.
		super(new MVStore.Builder().fileName(file).autoCommitDisabled().autoCommitBufferSize(0).cacheSize(8).open());
		getMvStore().setRetentionTime(5000);
	}

	@Override
	public Document handleMessage(MongoMessage message) {
		String command = message.getDocument().keySet().iterator().next();
		if (command.equals("hello")) {
			return hello(message);
		}
		return READS.contains(command) ? this.commits.read(() -> super.handleMessage(message))
				: this.commits.write(() -> super.handleMessage(message));
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
	 * Rewrites some of what is mostly out of date: each write leaves a chunk behind. The
	 * next commit takes it to the file.
	 */
	void compact() {
		getMvStore().compact(FILL_RATE, COMPACTED_AT_ONCE);
	}

	/**
	 * Closes the file, and compacts it for so long at most.
	 */
	void close(int milliseconds) {
		this.commits.alone(() -> getMvStore().close(milliseconds));
	}

}
