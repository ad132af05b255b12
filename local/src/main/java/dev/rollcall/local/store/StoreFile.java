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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's file: documents are kept as BSON, and keys of indexes so that they are
 * compared as they are. By itself the server has Java serialize both, which is most of
 * what a write then costs.
 */
final class StoreFile {

	private static final Logger logger = LoggerFactory.getLogger(StoreFile.class);

	private static final String DOCUMENTS = "databases.";

	private static final int KEYS_PER_PAGE = 16;

	private static final String INDEX = "._index_";

	/** Is in each file of this kind. */
	private static final String MARK = "bson";

	private StoreFile() {
	}

	/**
	 * Opens a file, or makes it. What an earlier version of Rollcall wrote is rewritten
	 * first.
	 * @param file the file
	 * @return the file, which commits when it is told to
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
	 * Opens the documents of a collection, or makes them.
	 * @param store the file
	 * @param collection the collection's full name
	 * @return the map, which has the name that the server gives it
	 */
	static MVMap<Object, Document> documents(MVStore store, String collection) {
		return store.openMap(DOCUMENTS + collection,
				new MVMap.Builder<Object, Document>().valueType(new DocumentType()));
	}

	/**
	 * Opens an index, or makes it.
	 * @param store the file
	 * @param collection the collection's full name
	 * @param name the index's
	 * @return the map, which has the name that the server gives it
	 */
	static MVMap<KeyValue, Object> index(MVStore store, String collection, String name) {
		return store.openMap(collection + INDEX + name,
				new MVMap.Builder<KeyValue, Object>().keyType(new IndexKeyType()));
	}

	/**
	 * Commits neither by time nor by size: one of the store's own might catch half a
	 * command. Small pages, since keys come in no order: for each document a commit
	 * writes all those of its page.
	 */
	private static MVStore openAny(Path file) {
		return new MVStore.Builder().fileName(file.toString())
			.autoCommitDisabled()
			.autoCommitBufferSize(0)
			.keysPerPage(KEYS_PER_PAGE)
			.cacheSize(32)
			.open();
	}

	/** A file that is left in the middle is made anew the next time. */
	private static MVStore convert(MVStore former, Path file) {
		try {
			Path converted = file.resolveSibling(file.getFileName() + ".converted");
			Files.deleteIfExists(converted);
			MVStore store = openAny(converted);
			for (String name : List.copyOf(former.getMapNames())) {
				copy(former, name, store);
				store.commit();
			}
			store.openMap(MARK);
			store.close();
			former.close();
			Files.move(converted, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
			logger.info("Converted {}", file);
			return openAny(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void copy(MVStore former, String name, MVStore store) {
		int index = name.indexOf(INDEX);
		if (index >= 0) {
			index(store, name.substring(0, index), name.substring(index + INDEX.length())).putAll(former.openMap(name));
		}
		else if (name.startsWith(DOCUMENTS)) {
			documents(store, name.substring(DOCUMENTS.length())).putAll(former.openMap(name));
		}
		else {
			store.openMap(name).putAll(former.openMap(name));
		}
	}

}
