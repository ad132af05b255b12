package dev.rollcall.session.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.session.account.EmailAddress;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.key.Keys;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * Counts sign-ins in the store: {@code throttles { _id: key, window: its start, count }}.
 * One is counted before its password is verified, by one guarded update, so that no burst
 * passes the limit on any number of instances; a success gives it back. An account that
 * does not exist is counted like one that does. Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private static final String COLLECTION = "throttles";

	private static final String WINDOW = "window";

	private static final String COUNT = "count";

	private static final int NETWORK_BYTES = 8;

	private final ReactiveMongoTemplate mongo;

	private final Mac mac;

	private final ThrottleProperties properties;

	private final Clock clock;

	Throttle(ReactiveMongoTemplate mongo, Keys keys, ThrottleProperties properties, Clock clock) {
		this.mongo = mongo;
		this.mac = keys.device();
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Counts a sign-in that is about to be tried.
	 * @param email at which account
	 * @param device on which device, if that is known to be its user's: then the device's
	 * own count counts, and no stranger can use it up
	 * @param address from which address
	 * @return the reservation; fails with {@link TooManyAttempts}
	 */
	public Mono<Reservation> reserve(EmailAddress email, Optional<KnownDevice> device, @Nullable String address) {
		Date window = Date.from(window(this.clock.instant()));
		String account = device.map((known) -> key("device", known.id()))
			.orElseGet(() -> key("account", email.canonical()));
		int limit = device.isPresent() ? this.properties.device() : this.properties.account();
		Mono<Reservation> first = count(account, window, limit).thenReturn(new Reservation(List.of(account), window));
		if (address == null || (isLoopback(address) && !this.properties.loopback())) {
			return first;
		}
		String place = key("address", network(address));
		return first
			.flatMap((reserved) -> count(place, window, this.properties.address()).onErrorResume(TooManyAttempts.class,
					(ex) -> giveBack(reserved).then(Mono.error(ex))))
			.thenReturn(new Reservation(List.of(account, place), window));
	}

	/**
	 * Takes back what was counted: the sign-in has not failed.
	 * @param reservation the reservation
	 * @return completes when it is done
	 */
	public Mono<Void> giveBack(Reservation reservation) {
		return Flux.fromIterable(reservation.keys())
			.concatMap((key) -> this.mongo.updateFirst(
					Query.query(Criteria.where("_id").is(key).and(WINDOW).is(reservation.window()).and(COUNT).gt(0)),
					new Update().inc(COUNT, -1), COLLECTION))
			.then();
	}

	/**
	 * Forgets the counts of former windows.
	 * @return completes when it is done
	 */
	Mono<Void> forget() {
		Date window = Date.from(window(this.clock.instant()));
		return this.mongo.remove(Query.query(Criteria.where(WINDOW).lt(window)), COLLECTION).then();
	}

	private Mono<Void> count(String id, Date window, int limit) {
		Criteria current = Criteria.where("_id").is(id).and(WINDOW).is(window).and(COUNT).lt(limit);
		Criteria former = Criteria.where("_id").is(id).and(WINDOW).lt(window);
		Mono<Boolean> counted = update(current, new Update().inc(COUNT, 1));
		return counted.filter(Boolean::booleanValue)
			.switchIfEmpty(update(former, new Update().set(WINDOW, window).set(COUNT, 1)).filter(Boolean::booleanValue))
			.switchIfEmpty(Mono.defer(() -> first(id, window, counted)))
			.flatMap((granted) -> granted ? Mono.empty() : Mono.error(this::tooMany));
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

	private TooManyAttempts tooMany() {
		Instant now = this.clock.instant();
		return new TooManyAttempts(Duration.between(now, window(now).plus(this.properties.window())));
	}

	private String key(String kind, String name) {
		try {
			byte[] hash = this.mac.computeMac(("throttle:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("rollcall.keys.device makes no MAC", ex);
		}
	}

	/**
	 * Of IPv6 the /64, which is one subscriber's: he has as many addresses as he likes.
	 */
	private static String network(String address) {
		try {
			return (InetAddress.getByName(address) instanceof Inet6Address six)
					? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) : address;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	/** An address is a literal: nothing is looked up. */
	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
