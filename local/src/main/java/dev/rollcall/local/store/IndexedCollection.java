package dev.rollcall.local.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVMap;

/**
 * A collection that finds documents by {@code _id} whatever else the query asks for, as
 * MongoDB does. The server by itself does so only where the query names nothing else, and
 * would look at every document for each guarded update.
 */
final class IndexedCollection extends H2Collection {

	private static final String ID = "_id";

	IndexedCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
			MVMap<String, Object> meta, CursorRegistry cursors) {
		super(database, name, options, documents, meta, cursors);
	}

	/** Called where no index fits the whole query. */
	@Override
	protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
			Document fields) {
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

	/** What all must be fulfilled. */
	private static Stream<Map<?, ?>> conditions(Map<?, ?> query) {
		Object all = query.get("$and");
		Collection<?> nested = (all instanceof Collection<?> some) ? some : List.of();
		return Stream.concat(Stream.of(query),
				nested.stream()
					.filter(Map.class::isInstance)
					.<Map<?, ?>>map((condition) -> (Map<?, ?>) condition)
					.flatMap(IndexedCollection::conditions));
	}

}
