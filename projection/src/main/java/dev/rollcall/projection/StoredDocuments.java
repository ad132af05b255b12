package dev.rollcall.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Filters;
import dev.rollcall.verification.Pages;
import org.bson.Document;

/**
 * Reads a generation's documents. Blocks.
 */
final class StoredDocuments {

	private static final int PAGE = 500;

	private final ProjectionDatabase database;

	private final String collection;

	StoredDocuments(ProjectionDatabase database, String collection) {
		this.database = database;
		this.collection = collection;
	}

	Map<String, Document> of(Collection<String> keys) {
		Map<String, Document> stored = new HashMap<>();
		List<String> all = List.copyOf(keys);
		for (int from = 0; from < all.size(); from += PAGE) {
			List<String> some = all.subList(from, Math.min(from + PAGE, all.size()));
			this.database.awaitAll(this.collection, (documents) -> documents.find(Filters.in("_id", some)))
				.forEach((document) -> stored.put(document.getString("_id"), document));
		}
		return stored;
	}

	/**
	 * Reads all documents, in no order; the next page follows when the consumer of the
	 * previous one returns.
	 */
	void pages(int size, Consumer<List<Document>> page) {
		Pages.forEach(
				this.database.limited(this.collection)
					.flatMapMany((documents) -> documents.find().batchSize(size).timeoutMode(TimeoutMode.ITERATION)),
				size, this.database.limit(), page);
	}

}
