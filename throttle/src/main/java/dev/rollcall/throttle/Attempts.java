package dev.rollcall.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * A sliding-window log of attempts in the store: {@code attempts { _id: key, made: [id
 * ...], last }}. Each {@link ObjectId} carries the time of its attempt, so the window
 * ends at the check and a burst cannot span two windows. One guarded update reserves an
 * attempt: a key never has more than its limit.
 */
public final class Attempts {

	static final String COLLECTION = "attempts";

	private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

	private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(1);

	private static final String MADE = "made";

	private static final String LAST = "last";

	private final ReactiveMongoTemplate mongo;

	private final Duration window;

	private final Clock clock;

	/**
	 * Creates a log of attempts.
	 * @param mongo the service's store
	 * @param window how long an attempt counts
	 * @param clock the time
	 */
	public Attempts(ReactiveMongoTemplate mongo, Duration window, Clock clock) {
		this.mongo = mongo;
		this.window = window;
		this.clock = clock;
	}

	/**
	 * Reserves an attempt before it is made.
	 * @param key what the attempt counts against, without personal data
	 * @param limit the maximum number of attempts in a window
	 * @return the attempt's id; fails with {@link TooManyAttempts}
	 */
	public Mono<ObjectId> reserve(String key, int limit) {
		Date now = Date.from(this.clock.instant());
		ObjectId attempt = new ObjectId(now);
		Query notFull = byKey(key).addCriteria(Criteria.where(MADE + "." + (limit - 1)).exists(false));
		return this.mongo.upsert(notFull, new Update().push(MADE, attempt).max(LAST, now), COLLECTION)
			.thenReturn(attempt)
			.onErrorResume(DuplicateKeyException.class, (ex) -> removeExpired(key).flatMap((left) -> {
				if (left.size() < limit) {
					return reserve(key, limit);
				}
				return Mono.error(new TooManyAttempts(untilExpired(left.get(0))));
			}));
	}

	/**
	 * Releases a reservation: the attempt does not count.
	 * @param key the key it was reserved for
	 * @param attempt the attempt's id
	 * @return completes when the store has removed it
	 */
	public Mono<Void> release(String key, ObjectId attempt) {
		return this.mongo.updateFirst(byKey(key), new Update().pull(MADE, attempt), COLLECTION).then();
	}

	/**
	 * Deletes keys without an attempt in the window. A failure only delays the deletion
	 * until the next run. Limited in time, because scheduled tasks share a thread.
	 */
	@Scheduled(initialDelayString = "1h", fixedDelayString = "1h")
	Mono<Void> deleteExpired() {
		Criteria expired = Criteria.where(LAST).lt(Date.from(windowStart()));
		return this.mongo.remove(Query.query(expired), COLLECTION)
			.timeout(DELETE_TIMEOUT)
			.doOnError((ex) -> logger.warn("Deleting expired attempts failed; the next run is in an hour", ex))
			.onErrorComplete()
			.then();
	}

	private Mono<List<ObjectId>> removeExpired(String key) {
		Update update = new Update().pull(MADE, new Document("$lt", new ObjectId(Date.from(windowStart()))));
		return this.mongo
			.findAndModify(byKey(key), update, FindAndModifyOptions.options().returnNew(true), Document.class,
					COLLECTION)
			.map((document) -> document.getList(MADE, ObjectId.class))
			.defaultIfEmpty(List.of());
	}

	private Instant windowStart() {
		return this.clock.instant().minus(this.window);
	}

	/** Ids count whole seconds, so the attempt expires up to a second later. */
	private Duration untilExpired(ObjectId oldest) {
		Instant expiry = oldest.getDate().toInstant().plus(this.window).plusSeconds(1);
		return Duration.between(this.clock.instant(), expiry);
	}

	private static Query byKey(String key) {
		return Query.query(Criteria.where("_id").is(key));
	}

}
