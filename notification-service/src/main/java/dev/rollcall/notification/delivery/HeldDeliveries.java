package dev.rollcall.notification.delivery;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The combined deliveries that came in a running interval: {@code held}, with the
 * documents that will be in {@code due}. They are most of what is pending, so they are
 * kept apart from what workers poll.
 */
final class HeldDeliveries {

	private final Mono<MongoCollection<Document>> held;

	HeldDeliveries(ReactiveMongoDatabaseFactory store) {
		this.held = store.getMongoDatabase().map((database) -> database.getCollection("held"));
	}

	/** Creates the indexes, without a time limit. */
	Mono<Void> prepare() {
		Bson byEnd = Indexes.ascending(DueDocument.CHANNEL, DueDocument.NEXT_AT);
		Bson byUser = Indexes.ascending(DueDocument.USER_ID);
		return this.held.map((collection) -> collection.withTimeout(0, TimeUnit.MILLISECONDS))
			.flatMap((collection) -> Mono.from(collection.createIndex(byEnd))
				.then(Mono.from(collection.createIndex(byUser))))
			.then();
	}

	/** Adds deliveries, except those that are held already. */
	Mono<Void> add(List<Document> deliveries) {
		return Deliveries.insertNew(this.held, deliveries);
	}

	/**
	 * Finds those of a channel whose interval has ended, the longest overdue first.
	 * @param limit the largest number
	 */
	Flux<Document> ended(Channel channel, Instant now, int limit) {
		Bson ended = Filters.and(Filters.eq(DueDocument.CHANNEL, channel.id()), Filters.lte(DueDocument.NEXT_AT, now));
		return this.held.flatMapMany(
				(collection) -> collection.find(ended).sort(Sorts.ascending(DueDocument.NEXT_AT)).limit(limit));
	}

	/** Finds those that match a query by user. */
	Flux<Document> find(Bson ofUser) {
		return this.held.flatMapMany((collection) -> collection.find(ofUser));
	}

	Mono<Void> remove(List<String> ids) {
		return this.held.flatMap((collection) -> Mono.from(collection.deleteMany(Filters.in("_id", ids)))).then();
	}

}
