package dev.rollcall.local.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection with two improvements. A query with {@code _id} and further conditions
 * uses the index of {@code _id}; the server itself would scan all documents for each
 * guarded update. A scan of all documents returns them in batches; the server itself
 * would collect all of them first and block other commands.
 */
final class IndexedCollection extends H2Collection {

	static final String ID = "_id";

	private final MVMap<Object, Document> documents;

	IndexedCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
			MVMap<String, Object> meta, CursorRegistry cursors) {
		super(database, name, options, documents, meta, cursors);
		this.documents = documents;
	}

	/** Called if no index covers the whole query. */
	@Override
	protected QueryResult matchDocuments(Document query, @Nullable Document orderBy, int skip, int limit, int batchSize,
			@Nullable Document fields) {
		if (batchSize > 0 && query.isEmpty() && (orderBy == null || orderBy.isEmpty()) && skip == 0 && limit == 0) {
			UnaryOperator<Document> projection = projection(fields);
			if (projection != null) {
				return scan(batchSize, projection);
			}
		}
		Document byId = conditions(query).map((condition) -> condition.get(ID))
			.filter(Objects::nonNull)
			.findFirst()
			.map((id) -> new Document(ID, id))
			.orElse(null);
		if (byId != null) {
			for (Index<Object> index : getIndexes()) {
				if (index.canHandle(byId)) {
					return matchDocuments(query, index.getPositions(byId), orderBy, skip, limit, batchSize, fields);
				}
			}
		}
		return super.matchDocuments(query, orderBy, skip, limit, batchSize, fields);
	}

	/**
	 * Synchronized like the server's other methods: otherwise a document could be deleted
	 * after its id was read from an index.
	 */
	@Override
	public synchronized int count(Document query, int skip, int limit) {
		return super.count(query, skip, limit);
	}

	private QueryResult scan(int batchSize, UnaryOperator<Document> fields) {
		ScanCursor cursor = new ScanCursor(this.cursorRegistry.generateCursorId(), this.documents, fields);
		List<Document> first = cursor.takeDocuments(batchSize);
		if (cursor.isEmpty()) {
			return new QueryResult(first);
		}
		this.cursorRegistry.add(cursor);
		return new QueryResult(first, cursor);
	}

	/** Returns null for a projection that the server has to apply. */
	private static @Nullable UnaryOperator<Document> projection(@Nullable Document fields) {
		if (fields == null || fields.isEmpty()) {
			return UnaryOperator.identity();
		}
		return fields.equals(new Document(ID, 1)) ? (document) -> new Document(ID, document.get(ID)) : null;
	}

	/** Returns the conditions that a document must all meet. */
	static Stream<Map<?, ?>> conditions(Map<?, ?> query) {
		Object all = query.get("$and");
		Collection<?> nested = (all instanceof Collection<?> some) ? some : List.of();
		return Stream.concat(Stream.of(query),
				nested.stream()
					.filter(Map.class::isInstance)
					.<Map<?, ?>>map((condition) -> (Map<?, ?>) condition)
					.flatMap(IndexedCollection::conditions));
	}

}
