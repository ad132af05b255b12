package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import org.bson.Document;

/**
 * What was published, kept for a time: from it a log that has lost its end is repaired.
 */
final class PublishedMessages {

	static final String COLLECTION = "outbox_published";

	/** The id of the document whose message it was. */
	static final String AGGREGATE = "aggregateId";

	private final Store store;

	private final Duration kept;

	private final Clock clock;

	PublishedMessages(Store store, Duration kept, Clock clock) {
		this.store = store;
		this.kept = kept;
		this.clock = clock;
	}

	void createIndex() {
		new ExpiryIndex(this.store, COLLECTION, Fields.AT, this.kept).create();
		this.store.one(COLLECTION, (messages) -> messages.createIndex(Indexes.ascending(AGGREGATE)));
	}

	/**
	 * Notes messages that Kafka has committed; those of a repeat are there already.
	 */
	void add(List<PendingDocument> published) {
		Date now = Date.from(Instant.now(this.clock));
		List<Document> copies = published.stream()
			.flatMap((document) -> document.messages().stream().map((message) -> copy(document, message, now)))
			.toList();
		try {
			this.store.one(COLLECTION,
					(messages) -> messages.insertMany(copies, new InsertManyOptions().ordered(false)));
		}
		catch (MongoBulkWriteException ex) {
			if (!onlyDuplicates(ex)) {
				throw ex;
			}
		}
	}

	/**
	 * Deletes what is past its time, for stores that ignore the index.
	 */
	void expire() {
		Date before = Date.from(Instant.now(this.clock).minus(this.kept));
		this.store.one(COLLECTION, (messages) -> messages.deleteMany(Filters.lt(Fields.AT, before)));
	}

	private Document copy(PendingDocument document, OutboxMessage message, Date now) {
		Document copy = message.toDocument();
		Object id = copy.remove("id");
		return copy.append(Fields.ID, id).append(AGGREGATE, document.id()).append(Fields.AT, now);
	}

	private boolean onlyDuplicates(MongoBulkWriteException failure) {
		return failure.getWriteConcernError() == null && failure.getWriteErrors()
			.stream()
			.allMatch((error) -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
	}

}
