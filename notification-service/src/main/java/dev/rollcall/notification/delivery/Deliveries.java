package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.notification.template.Occurrences;
import dev.rollcall.notification.template.Template;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The deliveries in the store: {@code due}, small and polled, {@code held}, which become
 * due at the end of an interval, and {@code done}, kept. A delivery in {@code done} is
 * never sent again.
 */
final class Deliveries {

	private static final String OUTCOME = "outcome";

	private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

	private final Mono<MongoCollection<Document>> due;

	private final Mono<MongoCollection<Document>> done;

	private final HeldDeliveries held;

	private final Intervals intervals;

	private final Duration lifetime;

	private final Clock clock;

	Deliveries(ReactiveMongoDatabaseFactory store, Intervals intervals, Duration lifetime, Clock clock) {
		this.due = store.getMongoDatabase().map((database) -> database.getCollection("due"));
		this.done = store.getMongoDatabase().map((database) -> database.getCollection("done"));
		this.held = new HeldDeliveries(store);
		this.intervals = intervals;
		this.lifetime = lifetime;
		this.clock = clock;
	}

	/**
	 * Creates the indexes: for polling, for the oldest, and for the deliveries of a user.
	 * Without a time limit, because builds of large collections take minutes.
	 */
	Mono<Void> prepare() {
		Bson byAge = Indexes.ascending(DueDocument.CHANNEL, DueDocument.OCCURRED_AT, DueDocument.HELD_UNTIL);
		Bson polled = Indexes.ascending(DueDocument.CHANNEL, DueDocument.STATE, DueDocument.NEXT_AT);
		Bson byUser = Indexes.ascending(DueDocument.USER_ID);
		return this.due.map((collection) -> collection.withTimeout(0, TimeUnit.MILLISECONDS))
			.flatMap((collection) -> Mono.from(collection.createIndex(polled))
				.then(Mono.from(collection.createIndex(byAge)))
				.then(Mono.from(collection.createIndex(byUser))))
			.then(this.held.prepare())
			.then(this.intervals.prepare());
	}

	/**
	 * Adds the deliveries that are not due already. An attempt finds out which are done.
	 * What comes in a running interval is held, which saves the attempt that would find
	 * out: most sign-ins of a flood do.
	 * @param traceparent their trace; null if none
	 * @param owners the workers that have reserved a sender, by id of the delivery; the
	 * other deliveries wait
	 */
	Mono<Added> add(List<Delivery> deliveries, @Nullable String traceparent, Map<String, String> owners) {
		return this.intervals.running(deliveries).flatMap((ends) -> {
			List<Document> held = ends.entrySet()
				.stream()
				.map((end) -> waiting(end.getKey(), end.getValue(), traceparent))
				.toList();
			List<Addition> due = deliveries.stream()
				.filter((delivery) -> !ends.containsKey(delivery))
				.map((delivery) -> addition(delivery, traceparent, owners.get(delivery.id())))
				.toList();
			return this.held.add(held).then(insert(due));
		});
	}

	/**
	 * Makes held deliveries of a channel due whose interval has ended.
	 * @param limit the largest number
	 * @return their number
	 */
	Mono<Integer> release(Channel channel, int limit) {
		return release(this.held.ended(channel, now(), limit));
	}

	/**
	 * Makes the held deliveries due that the message of this one can mention.
	 */
	Mono<Integer> release(DueDelivery leader) {
		return release(this.held.find(alike(leader)));
	}

	/** One that is due already stays as it is. */
	private Mono<Integer> release(Flux<Document> all) {
		return all.collectList().flatMap((released) -> {
			List<String> ids = released.stream().map((one) -> one.getString("_id")).toList();
			return insertNew(this.due, released).then(released.isEmpty() ? Mono.empty() : this.held.remove(ids))
				.thenReturn(released.size());
		});
	}

	/**
	 * Finds deliveries that wait and may be tried now, the longest overdue first.
	 * @param skipped how many of them to leave to other workers
	 */
	Mono<List<DueDelivery>> due(Channel channel, int skipped, int limit) {
		Bson query = Filters.and(in(channel, DueDocument.WAITING), Filters.lte(DueDocument.NEXT_AT, now()));
		return this.due
			.flatMapMany((collection) -> collection.find(query)
				.sort(Sorts.ascending(DueDocument.NEXT_AT))
				.skip(skipped)
				.limit(limit))
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
	 * Finds the event time of the oldest pending delivery that is not held; empty if
	 * there is none.
	 */
	Mono<Instant> oldest(Channel channel) {
		Bson pending = Filters.and(Filters.eq(DueDocument.CHANNEL, channel.id()),
				Filters.not(Filters.gt(DueDocument.HELD_UNTIL, now())));
		return this.due
			.flatMapMany((collection) -> collection.find(pending)
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

	Mono<Boolean> isSent(String id) {
		return this.done
			.flatMap((collection) -> Mono.from(
					collection.countDocuments(Filters.and(Filters.eq(id), Filters.eq(OUTCOME, Outcome.SENT.result())))))
			.map((count) -> count > 0);
	}

	/**
	 * Whether the delivery has not ended. One that is done may be due again, because its
	 * event was delivered again.
	 */
	Mono<Boolean> isPending(String id) {
		return this.due.flatMap((collection) -> Mono.from(collection.countDocuments(Filters.eq(id))))
			.flatMap((count) -> (count > 0) ? isDone(id).map((done) -> !done) : Mono.just(false));
	}

	/**
	 * Ends a delivery permanently.
	 */
	Mono<Void> finish(DueDelivery delivery, Outcome.Ended outcome) {
		return finish(List.of(end(delivery.id(), outcome, delivery.attempts())));
	}

	private Mono<Void> finish(List<Document> ends) {
		List<String> ids = ends.stream().map((end) -> end.getString("_id")).toList();
		return insertNew(this.done, ends).then(remove(ids));
	}

	private Document end(String id, Outcome.Ended outcome, int attempts) {
		return new Document("_id", id).append(OUTCOME, outcome.result())
			.append("reason", outcome.reason())
			.append("attempts", attempts)
			.append("at", now());
	}

	/**
	 * Removes a delivery from {@code due}.
	 */
	Mono<Void> remove(String id) {
		return remove(List.of(id));
	}

	private Mono<Void> remove(List<String> ids) {
		return this.due.flatMap((collection) -> Mono.from(collection.deleteMany(Filters.in("_id", ids)))).then();
	}

	/**
	 * Releases the lease. The next attempt is after the pause, or at expiry if that is
	 * earlier.
	 */
	Mono<Void> postpone(DueDelivery delivery, Duration pause) {
		return release(delivery, now().plus(pause), List.of());
	}

	/**
	 * Releases the lease. The next attempt is at the time, or at expiry if that is
	 * earlier; until then the delivery does not count as late.
	 */
	Mono<Void> hold(DueDelivery delivery, Instant until) {
		return release(delivery, until, List.of(Updates.set(DueDocument.HELD_UNTIL, until)));
	}

	/**
	 * Marks the deliveries that the message of this one will mention: those of the same
	 * kind, user and channel that wait, except those that are done, because their event
	 * was delivered again.
	 * @return all that it will mention, itself included
	 */
	Mono<Occurrences> join(DueDelivery leader) {
		Bson waiting = Filters.and(alike(leader), Filters.eq(DueDocument.STATE, DueDocument.WAITING),
				Filters.exists(DueDocument.LEADER, false), Filters.ne("_id", leader.id()));
		// Only an earlier attempt can have marked any that are not marked now.
		return this.due
			.flatMap((collection) -> Mono
				.from(collection.updateMany(waiting, Updates.set(DueDocument.LEADER, leader.id()))))
			.filter((marked) -> marked.getModifiedCount() > 0 || leader.attempts() > 1)
			.flatMapMany((marked) -> followers(leader.id(), leader))
			.collectList()
			.flatMap(this::timesOfOpen)
			.map((times) -> new Occurrences(times.size() + 1, times.stream()
				.reduce(leader.delivery().occurredAt(), (one, other) -> one.isBefore(other) ? one : other)));
	}

	private Mono<List<Instant>> timesOfOpen(List<Document> followers) {
		return doneAmong(followers.stream().map((follower) -> follower.getString("_id")).toList())
			.map((finished) -> followers.stream()
				.filter((follower) -> !finished.contains(follower.getString("_id")))
				.map((follower) -> follower.getDate(DueDocument.OCCURRED_AT).toInstant())
				.toList());
	}

	/**
	 * Ends the deliveries that a sent message mentions. If that is interrupted, each ends
	 * at its next attempt.
	 */
	Mono<Void> finishJoined(DueDelivery leader) {
		return followers(leader.id(), leader)
			.map((follower) -> end(follower.getString("_id"), Outcome.joined(leader.id()),
					follower.getInteger(DueDocument.ATTEMPTS)))
			.collectList()
			.filter((ends) -> !ends.isEmpty())
			.flatMap(this::finish);
	}

	/**
	 * Separates the deliveries that joined a leader that has failed.
	 */
	Mono<Void> leave(String leader, DueDelivery one) {
		Bson followers = Filters.and(alike(one), Filters.eq(DueDocument.LEADER, leader));
		return this.due
			.flatMap((collection) -> Mono.from(collection.updateMany(followers, Updates.unset(DueDocument.LEADER))))
			.then();
	}

	/**
	 * Ends the pending deliveries of a deleted user, except the notice of the deletion,
	 * which may have been added before or is added after. They count as done, so that an
	 * event that is delivered again adds none.
	 */
	Mono<Void> erase(String userId) {
		Bson erased = Filters.and(Filters.eq(DueDocument.USER_ID, userId),
				Filters.ne(DueDocument.TEMPLATE, Template.ACCOUNT_DELETED.id()));
		return Flux.concat(this.held.find(erased), this.due.flatMapMany((collection) -> collection.find(erased)))
			.distinct((pending) -> pending.getString("_id"))
			.map((pending) -> end(pending.getString("_id"), Outcome.ERASED, pending.get(DueDocument.ATTEMPTS, 0)))
			.collectList()
			.filter((ends) -> !ends.isEmpty())
			.flatMap((ends) -> finish(ends)
				.then(this.held.remove(ends.stream().map((end) -> end.getString("_id")).toList())))
			.then(this.intervals.erase(userId));
	}

	private Mono<Void> release(DueDelivery delivery, Instant next, List<Bson> more) {
		Bson own = Filters.and(Filters.eq(delivery.id()), Filters.eq(DueDocument.OWNER, delivery.owner()));
		List<Bson> waiting = new ArrayList<>(more);
		waiting.add(Updates.set(DueDocument.STATE, DueDocument.WAITING));
		waiting
			.add(Updates.set(DueDocument.NEXT_AT, next.isBefore(delivery.expiresAt()) ? next : delivery.expiresAt()));
		waiting.add(Updates.unset(DueDocument.OWNER));
		waiting.add(Updates.unset(DueDocument.BEAT));
		return this.due.flatMap((collection) -> Mono.from(collection.updateOne(own, Updates.combine(waiting)))).then();
	}

	private Flux<Document> followers(String leader, DueDelivery one) {
		return this.due.flatMapMany(
				(collection) -> collection.find(Filters.and(alike(one), Filters.eq(DueDocument.LEADER, leader))));
	}

	/** All pending deliveries of a user are few, so one index by user is enough. */
	private static Bson alike(DueDelivery one) {
		DeliveryKey key = one.delivery().key();
		return Filters.and(Filters.eq(DueDocument.USER_ID, one.delivery().recipient().userId()),
				Filters.eq(DueDocument.TEMPLATE, key.template().id()),
				Filters.eq(DueDocument.CHANNEL, key.channel().id()));
	}

	private Addition addition(Delivery delivery, @Nullable String traceparent, @Nullable String owner) {
		Document document = waiting(delivery, now(), traceparent);
		if (owner == null) {
			return new Addition(delivery, document, null);
		}
		DueDelivery leased = DueDocument.created(delivery, document).leasedBy(owner);
		return new Addition(delivery, DueDocument.lease(document, leased), leased);
	}

	private Document waiting(Delivery delivery, Instant nextAt, @Nullable String traceparent) {
		return DueDocument.waiting(delivery, nextAt, now().plus(this.lifetime), traceparent);
	}

	private Mono<Added> insert(List<Addition> all) {
		if (all.isEmpty()) {
			return Mono.just(Added.NOTHING);
		}
		return this.due
			.flatMap((collection) -> Mono
				.from(collection.insertMany(all.stream().map((one) -> one.document).toList(), UNORDERED)))
			.thenReturn(Added.of(all, Set.of()))
			.onErrorResume(Deliveries::isDuplicateKey, (ex) -> Mono.just(Added.of(all, duplicates(ex))));
	}

	/** Inserts documents, except those whose id the collection has. */
	static Mono<Void> insertNew(Mono<MongoCollection<Document>> collection, List<Document> documents) {
		if (documents.isEmpty()) {
			return Mono.empty();
		}
		return collection.flatMap((target) -> Mono.from(target.insertMany(documents, UNORDERED)))
			.onErrorResume(Deliveries::isDuplicateKey, (ex) -> Mono.empty())
			.then();
	}

	private static Set<Integer> duplicates(Throwable ex) {
		return ((MongoBulkWriteException) ex).getWriteErrors()
			.stream()
			.map(BulkWriteError::getIndex)
			.collect(Collectors.toSet());
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
		if (ids.isEmpty()) {
			return Mono.just(Set.of());
		}
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

	/**
	 * What has become of deliveries that were added.
	 *
	 * @param leased to workers that had reserved a sender
	 * @param waiting for any worker; held ones are not among them
	 */
	record Added(List<DueDelivery> leased, List<Delivery> waiting) {

		static final Added NOTHING = new Added(List.of(), List.of());

		/** Those that were due already may have been leased meanwhile, or wait. */
		private static Added of(List<Addition> all, Set<Integer> duplicates) {
			List<DueDelivery> leased = new ArrayList<>();
			List<Delivery> waiting = new ArrayList<>();
			for (int i = 0; i < all.size(); i++) {
				DueDelivery own = all.get(i).leased;
				if (own != null && !duplicates.contains(i)) {
					leased.add(own);
				}
				else {
					waiting.add(all.get(i).delivery);
				}
			}
			return new Added(leased, waiting);
		}

	}

	/**
	 * A delivery to add.
	 */
	private static final class Addition {

		private final Delivery delivery;

		private final Document document;

		/** The delivery as leased; null if it is not. */
		private final @Nullable DueDelivery leased;

		Addition(Delivery delivery, Document document, @Nullable DueDelivery leased) {
			this.delivery = delivery;
			this.document = document;
			this.leased = leased;
		}

	}

}
