package dev.rollcall.registration.throttle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import com.google.crypto.tink.Mac;
import org.bson.Document;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * Counts attempts in the store: {@code throttles { _id: key, window: its start, count }}.
 * An attempt is counted before what it is an attempt at, by one guarded update, so that
 * no burst passes the limit on any number of instances. Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	static final String COLLECTION = "throttles";

	static final String WINDOW = "window";

	private static final String COUNT = "count";

	private final ReactiveMongoTemplate mongo;

	private final Mac mac;

	private final ThrottleProperties properties;

	private final Clock clock;

	Throttle(ReactiveMongoTemplate mongo, Mac idempotencyMac, ThrottleProperties properties, Clock clock) {
		this.mongo = mongo;
		this.mac = idempotencyMac;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Counts a password that is about to be verified.
	 * @param userId whose
	 * @return completes if it may be; fails with {@link TooManyAttempts}
	 */
	public Mono<Void> password(String userId) {
		return reserve("password:" + userId, this.properties.passwords()).flatMap((granted) -> granted ? Mono.empty()
				: Mono.error(() -> new TooManyAttempts(untilNextWindow(this.clock.instant()))));
	}

	/**
	 * Counts a mail that is about to be sent.
	 * @param kind which link is in it
	 * @param recipient whose it is
	 * @return whether it may be sent
	 */
	public Mono<Boolean> mail(String kind, String recipient) {
		return reserve(kind + ":" + recipient, this.properties.mails());
	}

	private Mono<Boolean> reserve(String key, int limit) {
		String id = hash("throttle:" + key);
		Date window = Date.from(window(this.clock.instant()));
		Criteria current = Criteria.where("_id").is(id).and(WINDOW).is(window).and(COUNT).lt(limit);
		Criteria former = Criteria.where("_id").is(id).and(WINDOW).lt(window);
		Mono<Boolean> counted = update(current, new Update().inc(COUNT, 1));
		Mono<Boolean> renewed = update(former, new Update().set(WINDOW, window).set(COUNT, 1));
		return counted.filter(Boolean::booleanValue)
			.switchIfEmpty(renewed.filter(Boolean::booleanValue))
			.switchIfEmpty(Mono.defer(() -> first(id, window, counted)));
	}

	private Mono<Boolean> update(Criteria guard, Update update) {
		return this.mongo.updateFirst(Query.query(guard), update, COLLECTION)
			.map((result) -> result.getModifiedCount() == 1);
	}

	/** A key that exists has reached its limit, or was made or renewed just now. */
	private Mono<Boolean> first(String id, Date window, Mono<Boolean> counted) {
		Document count = new Document("_id", id).append(WINDOW, window).append(COUNT, 1);
		return this.mongo.insert(count, COLLECTION)
			.thenReturn(true)
			.onErrorResume(DuplicateKeyException.class, (ex) -> counted);
	}

	private Instant window(Instant now) {
		long length = this.properties.window().toMillis();
		return Instant.ofEpochMilli(now.toEpochMilli() / length * length);
	}

	private Duration untilNextWindow(Instant now) {
		return Duration.between(now, window(now).plus(this.properties.window()));
	}

	private String hash(String text) {
		try {
			byte[] hash = this.mac.computeMac(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The key of a throttle could not be hashed", ex);
		}
	}

	/**
	 * Forgets the counts of former windows.
	 * @return completes when it is done
	 */
	Mono<Void> forget() {
		Date window = Date.from(window(this.clock.instant()));
		return this.mongo.remove(Query.query(Criteria.where(WINDOW).lt(window)), COLLECTION).then();
	}

}
