package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The aggregate's documents with pending messages.
 */
final class PendingDocuments {

	/** Reading stops with the document that exceeds this, in bytes. */
	private static final int READ_LIMIT = 1024 * 1024;

	private static final Bson PARKED = Filters.and(Filters.exists(Fields.SLOT), Filters.exists(Fields.PARKED));

	private static final List<Integer> SLOTS = IntStream.range(0, Topic.RELAY_SLOTS).boxed().toList();

	private final Store store;

	private final String collection;

	private final Clock clock;

	PendingDocuments(Store store, String collection, Clock clock) {
		this.store = store;
		this.collection = collection;
		this.clock = clock;
	}

	void createIndex() {
		this.store.createIndex(this.collection, Indexes.ascending(Fields.SLOT, Fields.SINCE),
				new IndexOptions().sparse(true));
	}

	/**
	 * Returns the pending messages of some documents, up to a size limit. The query names
	 * only the ids, because not every store uses its index otherwise.
	 */
	Pending read(Collection<String> ids, Collection<String> blockedTopics) {
		Instant now = Instant.now(this.clock);
		AtomicInteger size = new AtomicInteger();
		List<PendingDocument> documents = this.store.all(this.collection, (found) -> Flux
			.from(found.find(Filters.in(Fields.ID, ids)).projection(Projections.include(Fields.OUTBOX, Fields.PARKED)))
			.filter((document) -> !document.containsKey(Fields.PARKED))
			.map(PendingDocument::from)
			.filter((document) -> document.isSendable(blockedTopics))
			.takeUntil((document) -> size.addAndGet(document.size()) > READ_LIMIT));
		return new Pending(documents, now, size.get() > READ_LIMIT);
	}

	/**
	 * Returns the ids of documents with pending messages, the oldest first.
	 */
	List<String> sweep(Collection<Integer> slots, Collection<String> blockedTopics, int limit) {
		Document query = sendable(new Document(Fields.SLOT, new Document("$in", List.copyOf(slots))), blockedTopics);
		return this.store
			.all(this.collection,
					(documents) -> Flux.from(documents.find(query)
						.projection(Projections.include(Fields.ID))
						.sort(Sorts.ascending(Fields.SINCE))
						.limit(limit)).map((document) -> document.getString(Fields.ID)));
	}

	/**
	 * Removes messages that Kafka has committed, and the mark if none are left: in one
	 * write for each document, unless messages were appended in the meantime.
	 */
	void remove(Pending published) {
		List<WriteModel<Document>> writes = new ArrayList<>();
		published.documents().forEach((document) -> writes.add(new UpdateOneModel<>(onlyPending(document), emptied())));
		BulkWriteResult result = this.store.one(this.collection,
				(documents) -> documents.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
		if (result == null || result.getMatchedCount() < writes.size()) {
			removeSome(published);
		}
	}

	private void removeSome(Pending published) {
		Date read = Date.from(published.at());
		List<WriteModel<Document>> writes = new ArrayList<>();
		for (PendingDocument document : published.documents()) {
			writes.add(
					new UpdateOneModel<>(Filters.and(Filters.eq(Fields.ID, document.id()), Filters.exists(Fields.SLOT)),
							Updates.combine(Updates.pull(Fields.OUTBOX, Filters.in("id", document.messageIds())),
									Updates.max(Fields.SINCE, read))));
		}
		writes.add(new UpdateManyModel<>(new Document(Fields.ID, new Document("$in", published.ids()))
			.append(Fields.OUTBOX, new Document("$size", 0)), unmarked()));
		this.store.one(this.collection, (documents) -> documents.bulkWrite(writes));
	}

	/**
	 * Removes the marks of documents without pending messages, which an interrupted
	 * removal leaves behind. No document has a time without a slot.
	 */
	void removeEmptyMarks() {
		this.store.one(this.collection, (documents) -> documents
			.updateMany(Filters.and(Filters.exists(Fields.SLOT), Filters.size(Fields.OUTBOX, 0)), unmarked()));
	}

	/**
	 * Returns a document that has no pending messages, with its number of appends.
	 * @return the document; empty if it is deleted or has pending messages
	 */
	Optional<Idle> idle(String id) {
		return this.store
			.all(this.collection,
					(documents) -> Flux
						.from(documents.find(nothingPending(id)).projection(Projections.include(Fields.COUNT))))
			.stream()
			.map((document) -> new Idle(id, document.get(Fields.COUNT)))
			.findFirst();
	}

	/**
	 * Appends messages to a document again.
	 * @param read the document as it was read
	 * @return whether they were appended: false if anything was appended in the meantime
	 */
	boolean appendAgain(Idle read, List<OutboxMessage> messages) {
		Bson unchanged = Filters.and(nothingPending(read.id()), Filters.eq(Fields.COUNT, read.count()));
		Bson update = Updates.combine(
				Updates.pushEach(Fields.OUTBOX, messages.stream().map(OutboxMessage::toDocument).toList()),
				Updates.set(Fields.SLOT, Slot.of(read.id())),
				Updates.min(Fields.SINCE, Date.from(Instant.now(this.clock))), Updates.inc(Fields.COUNT, 1L));
		UpdateResult result = this.store.one(this.collection, (documents) -> documents.updateOne(unchanged, update));
		return result != null && result.getModifiedCount() == 1;
	}

	private static Bson nothingPending(String id) {
		return Filters.and(Filters.eq(Fields.ID, id), Filters.exists(Fields.OUTBOX + ".0", false));
	}

	/**
	 * Returns the ids of parked documents, by the index of the slots.
	 */
	List<String> parked(int limit) {
		return this.store.all(this.collection,
				(documents) -> Flux.from(documents.find(PARKED).projection(Projections.include(Fields.ID)).limit(limit))
					.map((document) -> document.getString(Fields.ID)));
	}

	/**
	 * Returns which of some documents have pending messages, parked or not.
	 */
	List<String> pending(Collection<String> ids) {
		Bson pending = Filters.and(Filters.in(Fields.ID, ids), Filters.exists(Fields.OUTBOX + ".0"));
		return this.store.all(this.collection,
				(documents) -> Flux.from(documents.find(pending).projection(Projections.include(Fields.ID)))
					.map((document) -> document.getString(Fields.ID)));
	}

	/**
	 * Releases parked documents that have pending messages, by the index of the slots.
	 * @return the number of released documents
	 */
	long release() {
		UpdateResult result = this.store.one(this.collection,
				(documents) -> documents.updateMany(PARKED, Updates.unset(Fields.PARKED)));
		return (result != null) ? result.getModifiedCount() : 0;
	}

	/**
	 * Counts the pending documents of the whole collection. The oldest is asked for by
	 * the slots' numbers, because the index has the order of age within each slot.
	 */
	Backlog backlog() {
		Instant now = Instant.now(this.clock);
		Bson marked = Filters.exists(Fields.SLOT);
		Long pending = this.store.one(this.collection, (documents) -> documents.countDocuments(marked));
		Long refused = this.store.one(this.collection, (documents) -> documents.countDocuments(PARKED));
		List<Date> oldest = this.store
			.all(this.collection,
					(documents) -> Flux.from(documents
						.find(Filters.and(Filters.in(Fields.SLOT, SLOTS), Filters.exists(Fields.PARKED, false)))
						.projection(Projections.include(Fields.SINCE))
						.sort(Sorts.ascending(Fields.SINCE))
						.limit(1)).mapNotNull((document) -> document.getDate(Fields.SINCE)));
		return new Backlog((pending != null) ? pending : 0, (refused != null) ? refused : 0,
				oldest.isEmpty() ? null : oldest.get(0).toInstant(), now);
	}

	/** Matches the document if exactly these messages are pending. */
	private static Bson onlyPending(PendingDocument document) {
		List<String> messages = document.messageIds();
		return Filters.and(Filters.eq(Fields.ID, document.id()), Filters.size(Fields.OUTBOX, messages.size()),
				Filters.all(Fields.OUTBOX + ".id", messages));
	}

	private static Bson emptied() {
		return Updates.combine(Updates.set(Fields.OUTBOX, List.of()), unmarked());
	}

	private static Bson unmarked() {
		return Updates.combine(Updates.unset(Fields.SLOT), Updates.unset(Fields.SINCE));
	}

	/**
	 * Hides a document from the relay until an operator releases it. Does nothing if no
	 * message is pending, because a previous owner may be late.
	 */
	void park(String id, String cause) {
		Document parked = new Document("cause", cause).append(Fields.AT, Date.from(Instant.now(this.clock)));
		Bson pending = Filters.and(Filters.eq(Fields.ID, id), Filters.exists(Fields.OUTBOX + ".0"),
				Filters.exists(Fields.PARKED, false));
		this.store.one(this.collection,
				(documents) -> documents.updateOne(pending, Updates.set(Fields.PARKED, parked)));
	}

	private static Document sendable(Document query, Collection<String> blockedTopics) {
		query.append(Fields.PARKED, new Document("$exists", false));
		return blockedTopics.isEmpty() ? query
				: query.append(Fields.OUTBOX + ".topic", new Document("$nin", List.copyOf(blockedTopics)));
	}

	/**
	 * A document without pending messages.
	 *
	 * @param count the number of appends so far; null before the first one that counted
	 */
	record Idle(String id, @Nullable Object count) {

	}

	/**
	 * Documents that were read.
	 *
	 * @param cut whether the size limit left some documents unread
	 */
	record Pending(List<PendingDocument> documents, Instant at, boolean cut) {

		List<String> ids() {
			return this.documents.stream().map(PendingDocument::id).toList();
		}

	}

}
