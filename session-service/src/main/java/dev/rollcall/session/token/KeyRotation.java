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
 * Lets signing keys take turns: there is always a next one, published long before it
 * signs, and a former one stays for as long as a token of it may count. All of it follows
 * from the keys' times, so instances agree without talking.
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
	 * Makes the keys that are missing, and forgets those that nobody needs any more.
	 * @return the keys, by number
	 */
	Mono<List<SigningKey>> look() {
		return all().flatMap((keys) -> {
			Instant now = now();
			if (keys.isEmpty()) {
				return this.store.add(SigningKey.generate(1, now, now)).then(Mono.defer(this::look));
			}
			SigningKey newest = keys.get(keys.size() - 1);
			if (newest.hasItsTurn(now)) {
				return this.store
					.add(SigningKey.generate(newest.number() + 1, now, latest(
							newest.signsFrom().plus(this.properties.every()), now.plus(this.properties.ahead()))))
					.then(Mono.defer(this::look));
			}
			return forget(keys, now);
		});
	}

	/**
	 * Lets the next key take its turn now, or as soon as it has been published for long
	 * enough.
	 * @return the key and when it signs
	 */
	Mono<SigningKey> rotate() {
		return look().flatMap((keys) -> {
			SigningKey next = keys.get(keys.size() - 1);
			Instant soonest = latest(now(), next.createdAt().plus(this.properties.ahead()));
			return this.store.advance(next, soonest);
		});
	}

	Mono<List<SigningKey>> all() {
		return this.store.findAll().collectSortedList(Comparator.comparingLong(SigningKey::number));
	}

	private Mono<List<SigningKey>> forget(List<SigningKey> keys, Instant now) {
		Duration needed = this.tokens.lifetime().plus(this.tokens.leeway().multipliedBy(2));
		List<SigningKey> old = keys.stream()
			.filter((key) -> keys.stream()
				.anyMatch((other) -> other.number() > key.number() && now.isAfter(other.signsFrom().plus(needed))))
			.toList();
		return this.store.remove(old).thenReturn(keys.stream().filter((key) -> !old.contains(key)).toList());
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
