package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The deliveries in the store: {@code due}, small and polled, and {@code done}, kept. A
 * delivery in {@code done} is never sent again.
 */
final class Deliveries {

	private final Mono<MongoCollection<Document>> due;

	private final Mono<MongoCollection<Document>> done;

	private final Duration lifetime;

	private final Clock clock;

	Deliveries(ReactiveMongoDatabaseFactory store, Duration lifetime, Clock clock) {
		this.due = store.getMongoDatabase().map((database) -> database.getCollection("due"));
		this.done = store.getMongoDatabase().map((database) -> database.getCollection("done"));
		this.lifetime = lifetime;
		this.clock = clock;
	}

	/**
	 * Creates the index that polling uses.
	 */
	Mono<Void> prepare() {
		Bson index = Indexes.ascending(DueDocument.CHANNEL, DueDocument.STATE, DueDocument.NEXT_AT);
		return this.due.flatMap((collection) -> Mono.from(collection.createIndex(index))).then();
	}

	/**
	 * Adds the deliveries that are neither due nor done.
	 * @param traceparent their trace; null if none
	 */
	Mono<Void> add(List<Delivery> deliveries, @Nullable String traceparent) {
		return doneAmong(deliveries.stream().map(Delivery::id).toList())
			.map((finished) -> deliveries.stream().filter((delivery) -> !finished.contains(delivery.id())).toList())
			.filter((open) -> !open.isEmpty())
			.flatMap((open) -> insert(open, traceparent));
	}

	/**
	 * Finds deliveries that wait and may be tried now, the longest overdue first.
	 */
	Mono<List<DueDelivery>> due(Channel channel, int limit) {
		Bson query = Filters.and(in(channel, DueDocument.WAITING), Filters.lte(DueDocument.NEXT_AT, now()));
		return this.due
			.flatMapMany((collection) -> collection.find(query).sort(Sorts.ascending(DueDocument.NEXT_AT)).limit(limit))
			.map(DueDocument::read)
			.collectList();
	}

	/**
	 * Leases a delivery to a worker.
	 * @return the delivery as leased; empty if another worker was faster
	 */
	Mono<DueDelivery> lease(DueDelivery seen, String worker) {
		Bson unchanged = Filters.and(Filters.eq(seen.id()), Filters.eq(DueDocument.STATE, DueDocument.WAITING),
				Filters.eq(DueDocument.ATTEMPTS, seen.attempts()));
		return lease(unchanged, seen.leasedBy(worker));
	}

	/**
	 * Takes over the lease of a worker that has stopped raising its beat.
	 * @return the delivery as leased; empty if the owner has raised its beat or another
	 * worker was faster
	 */
	Mono<DueDelivery> takeOver(DueDelivery seen, String worker) {
		Bson unchanged = Filters.and(Filters.eq(seen.id()), Filters.eq(DueDocument.STATE, DueDocument.SENDING),
				Filters.eq(DueDocument.OWNER, seen.owner()), Filters.eq(DueDocument.BEAT, seen.beat()));
		return lease(unchanged, seen.leasedBy(worker));
	}

	/**
	 * Finds leased deliveries.
	 */
	Mono<List<DueDelivery>> leased(Channel channel) {
		return this.due.flatMapMany((collection) -> collection.find(in(channel, DueDocument.SENDING)))
			.map(DueDocument::read)
			.collectList();
	}

	/**
	 * Finds the event time of the oldest pending delivery; empty if none is pending.
	 */
	Mono<Instant> oldest(Channel channel) {
		return this.due
			.flatMapMany((collection) -> collection.find(Filters.eq(DueDocument.CHANNEL, channel.id()))
				.projection(Projections.include(DueDocument.OCCURRED_AT))
				.sort(Sorts.ascending(DueDocument.OCCURRED_AT))
				.limit(1))
			.next()
			.map((document) -> document.getDate(DueDocument.OCCURRED_AT).toInstant());
	}

	/**
	 * Raises the beat of the deliveries that a worker is sending.
	 */
	Mono<Void> beat(String worker, Collection<String> sending) {
		Bson own = Filters.and(Filters.in("_id", sending), Filters.eq(DueDocument.OWNER, worker));
		Bson raised = Updates.inc(DueDocument.BEAT, 1L);
		return this.due.flatMap((collection) -> Mono.from(collection.updateMany(own, raised))).then();
	}

	Mono<Boolean> isDone(String id) {
		return doneAmong(List.of(id)).map((finished) -> !finished.isEmpty());
	}

	/**
	 * Ends a delivery permanently.
	 */
	Mono<Void> finish(DueDelivery delivery, Outcome.Ended outcome) {
		Document end = new Document("_id", delivery.id()).append("outcome", outcome.result())
			.append("reason", outcome.reason())
			.append("attempts", delivery.attempts())
			.append("at", now());
		return this.done.flatMap((collection) -> Mono.from(collection.insertOne(end)))
			.onErrorResume(Deliveries::isDuplicateKey, (ex) -> Mono.empty())
			.then(remove(delivery.id()));
	}

	/**
	 * Removes a delivery from {@code due}.
	 */
	Mono<Void> remove(String id) {
		return this.due.flatMap((collection) -> Mono.from(collection.deleteOne(Filters.eq(id)))).then();
	}

	/**
	 * Releases the lease. The next attempt is after the pause, or at expiry if that is
	 * earlier.
	 */
	Mono<Void> postpone(DueDelivery delivery, Duration pause) {
		Instant next = now().plus(pause);
		Bson own = Filters.and(Filters.eq(delivery.id()), Filters.eq(DueDocument.OWNER, delivery.owner()));
		Bson waiting = Updates.combine(Updates.set(DueDocument.STATE, DueDocument.WAITING),
				Updates.set(DueDocument.NEXT_AT, next.isBefore(delivery.expiresAt()) ? next : delivery.expiresAt()),
				Updates.unset(DueDocument.OWNER), Updates.unset(DueDocument.BEAT));
		return this.due.flatMap((collection) -> Mono.from(collection.updateOne(own, waiting))).then();
	}

	/**
	 * Deletes the pending deliveries of a deleted user.
	 */
	Mono<Void> erase(String userId) {
		return this.due
			.flatMap((collection) -> Mono.from(collection.deleteMany(Filters.eq(DueDocument.USER_ID, userId))))
			.then();
	}

	private Mono<Void> insert(List<Delivery> open, @Nullable String traceparent) {
		Instant now = now();
		List<Document> documents = open.stream()
			.map((delivery) -> DueDocument.waiting(delivery, now, now.plus(this.lifetime), traceparent))
			.toList();
		InsertManyOptions unordered = new InsertManyOptions().ordered(false);
		return this.due.flatMap((collection) -> Mono.from(collection.insertMany(documents, unordered)))
			.onErrorResume(Deliveries::isDuplicateKey, (ex) -> Mono.empty())
			.then();
	}

	private Mono<DueDelivery> lease(Bson unchanged, DueDelivery leased) {
		Bson lease = Updates.combine(Updates.set(DueDocument.STATE, DueDocument.SENDING),
				Updates.set(DueDocument.OWNER, leased.owner()), Updates.set(DueDocument.BEAT, leased.beat()),
				Updates.set(DueDocument.ATTEMPTS, leased.attempts()));
		return this.due.flatMap((collection) -> Mono.from(collection.updateOne(unchanged, lease)))
			.filter((result) -> result.getModifiedCount() == 1)
			.map((result) -> leased);
	}

	private Mono<Set<String>> doneAmong(List<String> ids) {
		return this.done
			.flatMapMany((collection) -> collection.find(Filters.in("_id", ids)).projection(Projections.include("_id")))
			.map((document) -> document.getString("_id"))
			.collect(Collectors.toSet());
	}

	/** Rounded to milliseconds, the precision of the store. */
	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

	/**
	 * Skips deliveries of kinds that this release does not know: a newer instance added
	 * them and will send them.
	 */
	private static Bson in(Channel channel, String state) {
		return Filters.and(Filters.eq(DueDocument.CHANNEL, channel.id()), Filters.eq(DueDocument.STATE, state),
				DueDocument.READABLE);
	}

	private static boolean isDuplicateKey(Throwable ex) {
		if (ex instanceof MongoBulkWriteException bulk) {
			return bulk.getWriteConcernError() == null && bulk.getWriteErrors()
				.stream()
				.allMatch((error) -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
		}
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

}
