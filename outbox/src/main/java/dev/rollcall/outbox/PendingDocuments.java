package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;

/**
 * The documents of the aggregate that have something pending.
 */
final class PendingDocuments {

	/** What is read at once ends with the document that passes this, in bytes. */
	private static final int READ_LIMIT = 1024 * 1024;

	private final Store store;

	private final String collection;

	private final Clock clock;

	PendingDocuments(Store store, String collection, Clock clock) {
		this.store = store;
		this.collection = collection;
		this.clock = clock;
	}

	void createIndex() {
		this.store.one(this.collection, (documents) -> documents
			.createIndex(Indexes.ascending(Fields.SLOT, Fields.SINCE), new IndexOptions().sparse(true)));
	}

	/**
	 * Returns what is pending in some of the documents: of all of them, unless it is too
	 * much at once.
	 */
	List<PendingDocument> read(Collection<String> ids, Collection<String> blockedTopics) {
		Bson query = Filters.and(Filters.in(Fields.ID, ids), Filters.exists(Fields.OUTBOX + ".0"),
				sendable(blockedTopics));
		AtomicInteger size = new AtomicInteger();
		return this.store.all(this.collection,
				(documents) -> Flux.from(documents.find(query).projection(Projections.include(Fields.OUTBOX)))
					.map(PendingDocument::from)
					.takeUntil((document) -> size.addAndGet(document.size()) > READ_LIMIT));
	}

	/**
	 * Returns the ids of documents with something pending, those that wait longest first.
	 */
	List<String> sweep(Collection<Integer> slots, Collection<String> blockedTopics, int limit) {
		Bson query = Filters.and(Filters.in(Fields.SLOT, slots), sendable(blockedTopics));
		return this.store
			.all(this.collection,
					(documents) -> Flux.from(documents.find(query)
						.projection(Projections.include(Fields.ID))
						.sort(Sorts.ascending(Fields.SINCE))
						.limit(limit)).map((document) -> document.getString(Fields.ID)));
	}

	/**
	 * Removes messages that Kafka has committed, and the mark where nothing is left.
	 */
	void remove(List<PendingDocument> published) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		for (PendingDocument document : published) {
			writes.add(new UpdateOneModel<>(Filters.eq(Fields.ID, document.id()),
					Updates.pull(Fields.OUTBOX, Filters.in("id", document.messageIds()))));
		}
		writes.add(new UpdateManyModel<>(
				Filters.and(Filters.in(Fields.ID, published.stream().map(PendingDocument::id).toList()),
						Filters.size(Fields.OUTBOX, 0)),
				unmarked()));
		this.store.one(this.collection, (documents) -> documents.bulkWrite(writes));
	}

	/**
	 * Removes marks that were left where nothing is pending, by a removal that ended half
	 * way.
	 */
	void removeEmptyMarks() {
		this.store.one(this.collection, (documents) -> documents
			.updateMany(Filters.and(Filters.exists(Fields.SLOT), Filters.size(Fields.OUTBOX, 0)), unmarked()));
	}

	private static Bson unmarked() {
		return Updates.combine(Updates.unset(Fields.SLOT), Updates.unset(Fields.SINCE));
	}

	/**
	 * Takes a document out of the relay's sight until somebody releases it.
	 */
	void park(String id, String cause) {
		Document parked = new Document("cause", cause).append("at", Date.from(Instant.now(this.clock)));
		this.store.one(this.collection,
				(documents) -> documents.updateOne(
						Filters.and(Filters.eq(Fields.ID, id), Filters.exists(Fields.PARKED, false)),
						Updates.set(Fields.PARKED, parked)));
	}

	private Bson sendable(Collection<String> blockedTopics) {
		Bson notParked = Filters.exists(Fields.PARKED, false);
		return blockedTopics.isEmpty() ? notParked
				: Filters.and(notParked, Filters.nin(Fields.OUTBOX + ".topic", blockedTopics));
	}

}
