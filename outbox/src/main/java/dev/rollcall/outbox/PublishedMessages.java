package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;

/**
 * Copies of published messages, kept for a time. If the log loses its end, it is repaired
 * from them.
 */
final class PublishedMessages {

	static final String COLLECTION = "outbox_published";

	/** The id of the message's document. */
	static final String AGGREGATE = "aggregateId";

	/** The owner's number and then the message's give the order of publication. */
	private static final String EPOCH = "epoch";

	private static final String ORDER = "order";

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
		this.store.createIndex(COLLECTION, Indexes.ascending(AGGREGATE), new IndexOptions());
		this.store.createIndex(COLLECTION, Indexes.ascending(OutboxMessage.ERASES), new IndexOptions().sparse(true));
	}

	/**
	 * Copies messages that Kafka has committed; skips those of a repeat.
	 * @param epoch the number of the slot's owner
	 * @param first the number of messages that this owner has copied before
	 */
	void add(List<PendingDocument> published, long epoch, long first) {
		Date now = Date.from(Instant.now(this.clock));
		List<Document> copies = new ArrayList<>();
		published.forEach((document) -> document.messages()
			.forEach((message) -> copies
				.add(copy(document, message, now).append(EPOCH, epoch).append(ORDER, first + copies.size()))));
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
	 * Returns the time of the oldest messages that are kept.
	 */
	Instant since() {
		return now().minus(this.kept);
	}

	Instant now() {
		return Instant.now(this.clock);
	}

	/**
	 * Returns the time of the newest copy; empty if there is none.
	 */
	Optional<Instant> newest() {
		return this.store.all(COLLECTION, (messages) -> Flux.from(
				messages.find().projection(Projections.include(Fields.AT)).sort(Sorts.descending(Fields.AT)).limit(1)))
			.stream()
			.map((message) -> message.getDate(Fields.AT).toInstant())
			.findFirst();
	}

	/**
	 * Returns the topics of the copies of a window of time.
	 */
	Set<String> topics(Instant from, Instant until) {
		Set<String> topics = new TreeSet<>();
		this.store.each(COLLECTION,
				(messages) -> messages.find(within(from, until)).projection(Projections.include(OutboxMessage.TOPIC)),
				(message) -> topics.add(message.getString(OutboxMessage.TOPIC)));
		return topics;
	}

	private static Bson within(Instant from, Instant until) {
		return Filters.and(Filters.gte(Fields.AT, Date.from(from)), Filters.lt(Fields.AT, Date.from(until)));
	}

	/**
	 * Passes the copies of a topic and a window of time, without the payloads, in no
	 * order.
	 */
	void forEach(String topic, Instant from, Instant until, Consumer<Kept> each) {
		Bson window = Filters.and(within(from, until), Filters.eq(OutboxMessage.TOPIC, topic));
		this.store.each(COLLECTION,
				(messages) -> messages.find(window).projection(Projections.exclude(OutboxMessage.PAYLOAD, "headers")),
				(message) -> each.accept(Kept.of(message)));
	}

	/**
	 * Returns the copies of one document in the order of publication: not by time,
	 * because the clocks of successive owners may differ.
	 */
	List<Document> of(String aggregate) {
		return this.store.all(COLLECTION, (messages) -> Flux
			.from(messages.find(Filters.eq(AGGREGATE, aggregate)).sort(Sorts.ascending(EPOCH, ORDER))));
	}

	/**
	 * Deletes expired copies, for stores that ignore the TTL index.
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

	/**
	 * A published message.
	 */
	record Kept(String id, String aggregate, String topic, String partitionKey, String key, Instant at) {

		static Kept of(Document message) {
			String partitionKey = message.getString(OutboxMessage.PARTITION_KEY);
			String key = message.getString(OutboxMessage.KEY);
			return new Kept(message.getString(Fields.ID), message.getString(AGGREGATE),
					message.getString(OutboxMessage.TOPIC), partitionKey, (key != null) ? key : partitionKey,
					message.getDate(Fields.AT).toInstant());
		}

		boolean sharesKeyWith(Kept other) {
			return this.topic.equals(other.topic) && this.key.equals(other.key);
		}

	}

	private boolean onlyDuplicates(MongoBulkWriteException failure) {
		return failure.getWriteConcernError() == null && failure.getWriteErrors()
			.stream()
			.allMatch((error) -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
	}

}
