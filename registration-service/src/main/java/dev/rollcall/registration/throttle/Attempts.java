package dev.rollcall.registration.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.bson.types.ObjectId;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/**
 * The attempts of the last minutes, in the store: {@code attempts { _id: key, made: [id
 * ...], last }}. An id tells when its attempt was made, so that a window ends where it is
 * looked at, and no burst finds two of them (a sliding-window log). One guarded update
 * counts an attempt; there are never more than the limit.
 */
final class Attempts {

	static final String COLLECTION = "attempts";

	private static final String MADE = "made";

	private static final String LAST = "last";

	private final ReactiveMongoTemplate mongo;

	private final Duration window;

	private final Clock clock;

	Attempts(ReactiveMongoTemplate mongo, Duration window, Clock clock) {
		this.mongo = mongo;
		this.window = window;
		this.clock = clock;
	}

	/**
	 * Counts an attempt.
	 * @param key on what
	 * @param limit how many there may be in a window
	 * @return its id; fails with {@link TooManyAttempts}
	 */
	Mono<ObjectId> reserve(String key, int limit) {
		Date now = Date.from(this.clock.instant());
		ObjectId attempt = new ObjectId(now);
		Query notFull = byKey(key).addCriteria(Criteria.where(MADE + "." + (limit - 1)).exists(false));
		return this.mongo.upsert(notFull, new Update().push(MADE, attempt).max(LAST, now), COLLECTION)
			.thenReturn(attempt)
			.onErrorResume(DuplicateKeyException.class, (ex) -> forgetFormer(key).flatMap((left) -> {
				if (left.size() < limit) {
					return reserve(key, limit);
				}
				return Mono.error(new TooManyAttempts(untilOver(left.get(0))));
			}));
	}

	/**
	 * Takes an attempt back.
	 * @param key on what it was counted
	 * @param attempt its id
	 * @return completes when it is done
	 */
	Mono<Void> giveBack(String key, ObjectId attempt) {
		return this.mongo.updateFirst(byKey(key), new Update().pull(MADE, attempt), COLLECTION).then();
	}

	/**
	 * Forgets keys without an attempt in this window.
	 * @return completes when it is done
	 */
	Mono<Void> forget() {
		Criteria former = Criteria.where(LAST).lt(Date.from(beginning()));
		return this.mongo.remove(Query.query(former), COLLECTION).then();
	}

	private Mono<List<ObjectId>> forgetFormer(String key) {
		Update update = new Update().pull(MADE, new Document("$lt", new ObjectId(Date.from(beginning()))));
		return this.mongo
			.findAndModify(byKey(key), update, FindAndModifyOptions.options().returnNew(true), Document.class,
					COLLECTION)
			.map((document) -> document.getList(MADE, ObjectId.class))
			.defaultIfEmpty(List.of());
	}

	private Instant beginning() {
		return this.clock.instant().minus(this.window);
	}

	/** Ids count in seconds: one more, and it is over. */
	private Duration untilOver(ObjectId oldest) {
		Instant over = oldest.getDate().toInstant().plus(this.window).plusSeconds(1);
		return Duration.between(this.clock.instant(), over);
	}

	private static Query byKey(String key) {
		return Query.query(Criteria.where("_id").is(key));
	}

}
