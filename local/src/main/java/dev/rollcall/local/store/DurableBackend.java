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
 * A backend that commits to its file before it acknowledges: an acknowledged write
 * survives a kill of the process. It may not survive a power cut, because the file is
 * written but not forced to the disk.
 */
final class DurableBackend extends H2Backend {

	/** Chunks with a lower percentage of live data are rewritten. */
	private static final int FILL_RATE = 60;

	/** Commits wait during a compaction, for about 50 ms. */
	private static final int MAX_COMPACTION_BYTES = 1024 * 1024;

	private static final Set<String> READS = Set.of("find", "getMore", "count", "distinct", "ping", "isMaster",
			"ismaster");

	private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

	/** Existing collections: a write to another one may have to create it. */
	private final Set<String> written = ConcurrentHashMap.newKeySet();

	private final GroupCommit commits = new GroupCommit(this::commit);

	private final Path file;

	DurableBackend(Path file) {
		super(StoreFile.open(file));
		this.file = file;
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
		if (CountPipeline.isIn(message.getDocument())) {
			return this.commits.read(() -> count(message));
		}
		if (READS.contains(command)) {
			return this.commits.read(() -> super.handleMessage(message));
		}
		String collection = message.getDatabaseName() + "." + message.getDocument().get(command);
		if (WRITES.contains(command) && this.written.contains(collection)) {
			return write(message);
		}
		return this.commits.writeAlone(() -> createOrDrop(command, collection, message));
	}

	private Document write(MongoMessage message) {
		BulkWrite bulk = BulkWrite.of(message.getDocument());
		if (!bulk.isLarge()) {
			return this.commits.write(() -> super.handleMessage(message));
		}
		return this.commits.writeInBatches((batches) -> bulk.run((batch) -> batches
			.run(() -> super.handleMessage(new MongoMessage(message.getChannel(), message.getHeader(), batch)))));
	}

	/**
	 * Runs alone, because the server would let two commands create the same collection at
	 * the same time, each with its own indexes.
	 */
	private Document createOrDrop(String command, String collection, MongoMessage message) {
		Document answer = super.handleMessage(message);
		if (WRITES.contains(command)) {
			this.written.add(collection);
		}
		else {
			this.written.clear();
		}
		return answer;
	}

	private Document count(MongoMessage message) {
		Document counted = super.handleMessage(new MongoMessage(message.getChannel(), message.getHeader(),
				CountPipeline.asCount(message.getDocument())));
		return CountPipeline.answer(counted, message.getDatabaseName(), message.getDocument());
	}

	/** The server supports this command only under its old name. */
	private Document hello(MongoMessage message) {
		Document answer = handleCommand(message.getChannel(), message.getDatabaseName(), "ismaster",
				message.getDocument());
		answer.put("isWritablePrimary", true);
		return answer;
	}

	/**
	 * Rewrites chunks with little live data: each write creates a chunk. The next commit
	 * writes the result to the file.
	 */
	void compact() {
		getMvStore().compact(FILL_RATE, MAX_COMPACTION_BYTES);
	}

	/** Closes the file, without the bytes of deleted documents. */
	@Override
	public void close() {
		this.commits.alone(() -> getMvStore().close());
		StoreFile.rewrite(this.file);
	}

	/**
	 * An inner class, because the superclass opens collections in its constructor.
	 */
	private final class IndexedDatabase extends H2Database {

		IndexedDatabase(String name) {
			super(name, getMvStore(), getCursorRegistry());
		}

		/** The maps have the same names as in the superclass. */
		@Override
		protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
			String namespace = getFullCollectionNamespace(name);
			return new IndexedCollection(this, name, options, StoreFile.documents(getMvStore(), namespace),
					getMvStore().openMap("meta." + namespace), getCursorRegistry());
		}

		@Override
		protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys,
				boolean sparse) {
			return new SecondaryIndex(name, keys,
					StoreFile.documents(getMvStore(), getFullCollectionNamespace(collection)));
		}

		/** Opens the map first; the superclass then uses the open map. */
		@Override
		protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys,
				boolean sparse) {
			StoreFile.index(getMvStore(), getFullCollectionNamespace(collection), name);
			return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
		}

	}

}
