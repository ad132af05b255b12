package dev.rollcall.session.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Rotates the signing keys. There is always a next key, published long before it signs;
 * an old key stays until the last token signed with it has expired. Everything follows
 * from the stored times of the keys, so instances agree without communication.
 */
@Component
final class KeyRotation {

	private final MongoSigningKeys store;

	private final KeyRotationProperties properties;

	private final TokenProperties tokens;

	private final Clock clock;

	KeyRotation(MongoSigningKeys store, KeyRotationProperties properties, TokenProperties tokens, Clock clock) {
		this.store = store;
		this.properties = properties;
		this.tokens = tokens;
		this.clock = clock;
	}

	/**
	 * Creates missing keys and deletes expired ones.
	 */
	Mono<List<SigningKey>> update() {
		return all().flatMap((keys) -> {
			Instant now = now();
			if (keys.isEmpty()) {
				return this.store.add(SigningKey.generate(1, now, now)).then(Mono.defer(this::update));
			}
			SigningKey newest = keys.get(keys.size() - 1);
			if (newest.signs(now)) {
				return this.store
					.add(SigningKey.generate(newest.number() + 1, now, latest(
							newest.signsFrom().plus(this.properties.every()), now.plus(this.properties.ahead()))))
					.then(Mono.defer(this::update));
			}
			return deleteExpired(keys, now);
		});
	}

	/**
	 * Activates the next key now, or as soon as it has been published for long enough.
	 * @return the key, with the time from which it signs
	 */
	Mono<SigningKey> rotate() {
		return update().flatMap((keys) -> {
			SigningKey next = keys.get(keys.size() - 1);
			Instant soonest = latest(now(), next.createdAt().plus(this.properties.ahead()));
			return this.store.advance(next, soonest);
		});
	}

	Mono<List<SigningKey>> all() {
		return this.store.findAll().collectSortedList(Comparator.comparingLong(SigningKey::number));
	}

	private Mono<List<SigningKey>> deleteExpired(List<SigningKey> keys, Instant now) {
		Duration needed = this.tokens.lifetime().plus(this.tokens.leeway().multipliedBy(2));
		List<SigningKey> expired = keys.stream()
			.filter((key) -> keys.stream()
				.anyMatch((other) -> other.number() > key.number() && now.isAfter(other.signsFrom().plus(needed))))
			.toList();
		return this.store.remove(expired).thenReturn(keys.stream().filter((key) -> !expired.contains(key)).toList());
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
