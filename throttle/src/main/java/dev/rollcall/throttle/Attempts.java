package dev.rollcall.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * A log of attempts in the store: {@code attempts { _id: key, made: [id ...], last }},
 * the newest first. Each {@link ObjectId} carries the time of its attempt, so a window
 * ends at the check and a burst cannot span two windows. One guarded update reserves an
 * attempt within all limits: a key never exceeds one of them.
 */
public final class Attempts {

	static final String COLLECTION = "attempts";

	private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

	private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration PAUSE = Duration.ofMillis(10);

	private static final String MADE = "made";

	private static final String LAST = "last";

	private final ReactiveMongoTemplate mongo;

	private final Duration window;

	private final Clock clock;

	/**
	 * Creates a log of attempts.
	 * @param mongo the service's store
	 * @param window the usual window, at most a day
	 * @param clock the time
	 */
	public Attempts(ReactiveMongoTemplate mongo, Duration window, Clock clock) {
		this.mongo = mongo;
		this.window = window;
		this.clock = clock;
	}

	/**
	 * Returns a limit in the usual window.
	 */
	public Limit perWindow(int attempts) {
		return new Limit(attempts, this.window);
	}

	/**
	 * Reserves an attempt before it is made, in the usual window.
	 * @param key what the attempt counts against, without personal data
	 * @param limit the maximum number of attempts in a window
	 * @return the attempt's id; fails with {@link TooManyAttempts}
	 */
	public Mono<ObjectId> reserve(String key, int limit) {
		return reserve(key, perWindow(limit));
	}

	/**
	 * Reserves an attempt before it is made.
	 * @param key what the attempt counts against, without personal data; always with the
	 * same limits
	 * @return the attempt's id; fails with {@link TooManyAttempts} if any limit is
	 * reached
	 */
	public Mono<ObjectId> reserve(String key, Limit... limits) {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			ObjectId attempt = new ObjectId(Date.from(now));
			return this.mongo.upsert(withRoom(key, now, limits), push(attempt, now, limits), COLLECTION)
				.thenReturn(attempt)
				.onErrorResume(DuplicateKeyException.class, (ex) -> refused(key, now, limits));
		});
	}

	/**
	 * Releases a reservation: the attempt does not count. If the store fails, the attempt
	 * counts; this must not hide the result of the attempt.
	 * @param key the key it was reserved for
	 * @param attempt the attempt's id
	 * @return completes when the store has removed it or has failed; never fails
	 */
	public Mono<Void> release(String key, ObjectId attempt) {
		return this.mongo.updateFirst(byKey(key), new Update().pull(MADE, attempt), COLLECTION)
			.then()
			.doOnError((ex) -> logger.debug("Releasing an attempt failed; it counts", ex))
			.onErrorComplete();
	}

	/**
	 * Deletes keys without an attempt in the longest window, by an index that it creates,
	 * because a day of guesses at unknown accounts leaves many keys. A failure only
	 * delays the deletion until the next run. Limited in time, because scheduled tasks
	 * share a thread.
	 */
	@Scheduled(initialDelayString = "1h", fixedDelayString = "1h")
	Mono<Void> deleteExpired() {
		return this.mongo.execute(COLLECTION, this::deleteExpired)
			.then()
			.timeout(DELETE_TIMEOUT)
			.doOnError((ex) -> logger.warn("Deleting expired attempts failed; the next run is in an hour", ex))
			.onErrorComplete();
	}

	/** The build of an index goes on after the time limit, and the next run finds it. */
	private Mono<DeleteResult> deleteExpired(MongoCollection<Document> attempts) {
		Bson expired = Filters.lt(LAST, Date.from(this.clock.instant().minus(Limit.MAX_WINDOW)));
		return Mono.from(attempts.withTimeout(0, TimeUnit.SECONDS).createIndex(Indexes.ascending(LAST)))
			.then(Mono.from(attempts.withTimeout(DELETE_TIMEOUT.toSeconds(), TimeUnit.SECONDS).deleteMany(expired)));
	}

	/**
	 * A limit of n attempts has room if the n-th newest attempt is missing or before the
	 * window.
	 */
	private static Query withRoom(String key, Instant now, Limit... limits) {
		Query query = byKey(key);
		Criteria[] room = Arrays.stream(limits)
			.map((limit) -> Criteria.where(MADE + "." + (limit.attempts() - 1)).not().gte(start(limit, now)))
			.toArray(Criteria[]::new);
		return query.addCriteria(new Criteria().andOperator(room));
	}

	private static Update push(ObjectId attempt, Instant now, Limit... limits) {
		int kept = Arrays.stream(limits).mapToInt(Limit::attempts).max().orElseThrow();
		return new Update().max(LAST, Date.from(now)).push(MADE).atPosition(0).slice(kept).each(attempt);
	}

	/**
	 * Fails, or reserves again after a pause if a concurrent write only created the
	 * document, or if the majority read lags behind the write that took the last room.
	 */
	private Mono<ObjectId> refused(String key, Instant now, Limit... limits) {
		return this.mongo.findById(key, Document.class, COLLECTION)
			.map((document) -> untilRoom(document.getList(MADE, ObjectId.class), now, limits))
			.defaultIfEmpty(Duration.ZERO)
			.flatMap((wait) -> wait.isZero() ? Mono.delay(PAUSE).then(reserve(key, limits))
					: Mono.error(new TooManyAttempts(wait)));
	}

	/** Zero if all limits have room. */
	private static Duration untilRoom(List<ObjectId> made, Instant now, Limit... limits) {
		return Arrays.stream(limits)
			.filter((limit) -> made.size() >= limit.attempts())
			.filter((limit) -> made.get(limit.attempts() - 1).compareTo(start(limit, now)) >= 0)
			.map((limit) -> untilExpired(made.get(limit.attempts() - 1), limit, now))
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
	}

	/** Ids count whole seconds, so an attempt expires up to a second later. */
	private static Duration untilExpired(ObjectId attempt, Limit limit, Instant now) {
		return Duration.between(now, attempt.getDate().toInstant().plus(limit.window()).plusSeconds(1));
	}

	/** The least id of the first second in the window. */
	private static ObjectId start(Limit limit, Instant now) {
		return new ObjectId("%08x0000000000000000".formatted(now.minus(limit.window()).getEpochSecond()));
	}

	private static Query byKey(String key) {
		return Query.query(Criteria.where("_id").is(key));
	}

}
