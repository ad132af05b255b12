package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.notification.template.Template;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;

/**
 * The intervals of combined messages: {@code intervals { _id: user, kind and channel,
 * leader, until }}. One write starts an interval, so of two workers only one does.
 */
final class Intervals {

	private static final String LEADER = "leader";

	private static final String UNTIL = "until";

	private final Mono<MongoCollection<Document>> intervals;

	private final Duration length;

	private final Duration kept;

	private final Clock clock;

	/**
	 * @param kept how long an ended interval is kept: as long as its leader may be
	 * pending
	 */
	Intervals(ReactiveMongoDatabaseFactory store, Duration length, Duration kept, Clock clock) {
		this.intervals = store.getMongoDatabase().map((database) -> database.getCollection("intervals"));
		this.length = length;
		this.kept = kept;
		this.clock = clock;
	}

	/**
	 * Creates the index by which MongoDB deletes old intervals.
	 */
	Mono<Void> prepare() {
		IndexOptions expiry = new IndexOptions().expireAfter(this.kept.toSeconds(), TimeUnit.SECONDS);
		return this.intervals.map((collection) -> collection.withTimeout(0, TimeUnit.MILLISECONDS))
			.flatMap((collection) -> Mono.from(collection.createIndex(Indexes.ascending(UNTIL), expiry)))
			.then();
	}

	Mono<Interval> find(Delivery delivery) {
		return this.intervals.flatMap((collection) -> Mono.from(collection.find(Filters.eq(key(delivery))).first()))
			.map((document) -> new Interval(document.getString(LEADER), document.getDate(UNTIL).toInstant()));
	}

	/**
	 * Returns the ends of the running intervals in which combined deliveries come.
	 */
	Mono<Map<Delivery, Instant>> running(List<Delivery> deliveries) {
		Map<String, Delivery> combined = deliveries.stream()
			.filter((delivery) -> delivery.template().isCombined())
			.collect(Collectors.toMap(Intervals::key, (delivery) -> delivery));
		if (combined.isEmpty()) {
			return Mono.just(Map.of());
		}
		return this.intervals
			.flatMapMany((collection) -> collection
				.find(Filters.and(Filters.in("_id", combined.keySet()), Filters.gt(UNTIL, now()))))
			.collectMap((document) -> Objects.requireNonNull(combined.get(document.getString("_id"))),
					(document) -> document.getDate(UNTIL).toInstant());
	}

	/**
	 * Starts an interval that the delivery leads.
	 * @param former the last interval as found; null if there was none
	 * @return false if another delivery was faster
	 */
	Mono<Boolean> start(Delivery delivery, @Nullable Interval former) {
		Instant until = next();
		if (former == null) {
			Document first = new Document("_id", key(delivery)).append(LEADER, delivery.id()).append(UNTIL, until);
			return this.intervals.flatMap((collection) -> Mono.from(collection.insertOne(first)))
				.thenReturn(true)
				.onErrorResume(Intervals::isDuplicateKey, (ex) -> Mono.just(false));
		}
		var unchanged = Filters.and(Filters.eq(key(delivery)), Filters.eq(LEADER, former.leader()),
				Filters.eq(UNTIL, former.until()));
		var started = Updates.combine(Updates.set(LEADER, delivery.id()), Updates.set(UNTIL, until));
		return this.intervals.flatMap((collection) -> Mono.from(collection.updateOne(unchanged, started)))
			.map((result) -> result.getMatchedCount() == 1);
	}

	/** The time in whole milliseconds, the precision of the store. */
	Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

	/** The end of an interval that would start now. */
	Instant next() {
		return now().plus(this.length);
	}

	/**
	 * Deletes the intervals of a deleted user.
	 */
	Mono<Void> erase(String userId) {
		List<String> keys = Stream.of(Template.values())
			.filter(Template::isCombined)
			.flatMap((template) -> Stream.of(Channel.values()).map((channel) -> key(userId, template, channel)))
			.toList();
		return this.intervals.flatMap((collection) -> Mono.from(collection.deleteMany(Filters.in("_id", keys)))).then();
	}

	private static String key(Delivery delivery) {
		return key(delivery.recipient().userId(), delivery.template(), delivery.key().channel());
	}

	private static String key(String userId, Template template, Channel channel) {
		return String.join("/", userId, template.id(), channel.id());
	}

	private static boolean isDuplicateKey(Throwable ex) {
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

}
