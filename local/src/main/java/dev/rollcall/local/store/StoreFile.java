package dev.rollcall.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a server. Documents are stored as BSON and index keys as plain values. The
 * server itself uses Java serialization for both, which takes most of the time of a
 * write.
 */
final class StoreFile {

	private static final Logger logger = LoggerFactory.getLogger(StoreFile.class);

	private static final String DOCUMENTS = "databases.";

	private static final int KEYS_PER_PAGE = 16;

	/** Rewritten within seconds. */
	private static final long MAX_REWRITTEN_BYTES = 256L * 1024 * 1024;

	private static final String INDEX = "._index_";

	/** The name of a map that marks files in this format. */
	private static final String MARK = "bson";

	private StoreFile() {
	}

	/**
	 * Opens a file, or creates it. Converts a file of an earlier version of Rollcall.
	 * @return the file, which commits only on request
	 */
	static MVStore open(Path file) {
		MVStore store = openAny(file);
		if (!store.hasMap(MARK) && !store.getMapNames().isEmpty()) {
			store = convert(store, file);
		}
		store.openMap(MARK);
		return store;
	}

	/**
	 * Rewrites a closed file, unless it is large: free space, old pages and the inner
	 * pages of indexes contain deleted documents. A crash leaves the file as it was.
	 */
	static void rewrite(Path file) {
		try {
			if (Files.size(file) > MAX_REWRITTEN_BYTES) {
				logger.info("{} is too large to be rewritten and may contain deleted documents", file);
				return;
			}
			MVStore store = openAny(file);
			store.getMapNames().forEach((name) -> openWithItsType(store, name));
			copyAll(store, file);
		}
		catch (IOException | MVStoreException ex) {
			logger.warn("{} could not be rewritten and may contain deleted documents", file, ex);
		}
	}

	/**
	 * Opens or creates the documents of a collection, under the server's map name.
	 * @param collection the full name, with the database
	 */
	static MVMap<Object, Document> documents(MVStore store, String collection) {
		return store.openMap(DOCUMENTS + collection,
				new MVMap.Builder<Object, Document>().valueType(new DocumentType()));
	}

	/**
	 * Opens or creates an index, under the server's map name.
	 * @param collection the full name, with the database
	 */
	static MVMap<KeyValue, Object> index(MVStore store, String collection, String name) {
		return store.openMap(collection + INDEX + name,
				new MVMap.Builder<KeyValue, Object>().keyType(new IndexKeyType()));
	}

	/**
	 * No automatic commits: they could persist half a command. Small pages: a commit
	 * writes the whole page of each changed document, and changed keys are rarely
	 * neighbours.
	 */
	private static MVStore openAny(Path file) {
		return new MVStore.Builder().fileName(file.toString())
			.autoCommitDisabled()
			.autoCommitBufferSize(0)
			.keysPerPage(KEYS_PER_PAGE)
			.cacheSize(32)
			.open();
	}

	/** After a crash, the next start converts the file again from the beginning. */
	private static MVStore convert(MVStore former, Path file) {
		try {
			copyAll(former, file);
			logger.info("Converted {} to the format of this version", file);
			return openAny(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Replaces a file by a copy of its entries, and closes it. */
	private static void copyAll(MVStore former, Path file) throws IOException {
		Path copy = file.resolveSibling(file.getFileName() + ".copy");
		Files.deleteIfExists(copy);
		MVStore store = openAny(copy);
		for (String name : List.copyOf(former.getMapNames())) {
			openWithItsType(store, name).putAll(former.openMap(name));
			store.commit();
		}
		store.openMap(MARK);
		store.close();
		former.close();
		Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	/** The types of a map depend on its name. An open map keeps its types. */
	@SuppressWarnings("unchecked") // entries go to a map of the same name, so of the same
									// types
	private static MVMap<Object, Object> openWithItsType(MVStore store, String name) {
		int index = name.indexOf(INDEX);
		MVMap<?, ?> map;
		if (index >= 0) {
			map = index(store, name.substring(0, index), name.substring(index + INDEX.length()));
		}
		else {
			map = name.startsWith(DOCUMENTS) ? documents(store, name.substring(DOCUMENTS.length()))
					: store.openMap(name);
		}
		return (MVMap<Object, Object>) map;
	}

}
