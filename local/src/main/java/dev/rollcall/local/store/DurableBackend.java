package dev.rollcall.local.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

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

	private static final Set<String> READS = Set.of("find", "getMore", "count", "distinct", "ping", "isMaster",
			"ismaster");

	private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

	/** Collections that are there, so that a write does not make them. */
	private final Set<String> written = ConcurrentHashMap.newKeySet();

	private final GroupCommit commits = new GroupCommit(this::commit);

	DurableBackend(Path file) {
		super(StoreFile.open(file));
		getMvStore().setRetentionTime(5000);
	}

	@Override
	protected MongoDatabase openOrCreateDatabase(String name) {
		return new IndexedDatabase(name);
	}

	@Override
	public Document handleMessage(MongoMessage message) {
		String command = message.getDocument().keySet().iterator().next();
		if (command.equals("hello")) {
			return hello(message);
		}
		if (READS.contains(command)) {
			return this.commits.read(() -> super.handleMessage(message));
		}
		String collection = message.getDatabaseName() + "." + message.getDocument().get(command);
		if (WRITES.contains(command) && this.written.contains(collection)) {
			return write(message);
		}
		return this.commits.writeAlone(() -> makeOrDrop(command, collection, message));
	}

	private Document write(MongoMessage message) {
		BulkWrite bulk = BulkWrite.of(message.getDocument());
		if (!bulk.isLarge()) {
			return this.commits.write(() -> super.handleMessage(message));
		}
		return this.commits.writeInPieces((pieces) -> bulk.run((piece) -> pieces
			.run(() -> super.handleMessage(new MongoMessage(message.getChannel(), message.getHeader(), piece)))));
	}

	/**
	 * The server lets two commands make the same collection at once, each with indexes of
	 * its own. So what makes or drops one runs alone.
	 */
	private Document makeOrDrop(String command, String collection, MongoMessage message) {
		Document answer = super.handleMessage(message);
		if (WRITES.contains(command)) {
			this.written.add(collection);
		}
		else {
			this.written.clear();
		}
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

	/**
	 * Inner, since collections are opened while the superclass is constructed.
	 */
	private final class IndexedDatabase extends H2Database {

		IndexedDatabase(String name) {
			super(name, getMvStore(), getCursorRegistry());
		}

		/** The names of the maps are those of the superclass. */
		@Override
		protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
			String namespace = getFullCollectionNamespace(name);
			return new IndexedCollection(this, name, options, StoreFile.documents(getMvStore(), namespace),
					getMvStore().openMap("meta." + namespace), getCursorRegistry());
		}

		/** Opened before the superclass does, which takes what is open. */
		@Override
		protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys,
				boolean sparse) {
			StoreFile.index(getMvStore(), getFullCollectionNamespace(collection), name);
			return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
		}

	}

}
