package dev.rollcall.registration.throttle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;

import com.google.crypto.tink.Mac;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;

/**
 * Says whether somebody may try once more. An attempt is counted before what it is an
 * attempt at, in the store, so that no burst passes the limit on any number of instances.
 * Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private final Attempts attempts;

	private final Mac mac;

	private final ThrottleProperties properties;

	Throttle(ReactiveMongoTemplate mongo, Mac idempotencyMac, ThrottleProperties properties, Clock clock) {
		this.attempts = new Attempts(mongo, properties.window(), clock);
		this.mac = idempotencyMac;
		this.properties = properties;
	}

	/**
	 * Counts a password and has it verified. One that is not, for want of time or
	 * anything else, does not count.
	 * @param userId whose
	 * @param verification verifies it
	 * @return what comes of that; fails with {@link TooManyAttempts} before it begins
	 */
	public Mono<Boolean> password(String userId, Mono<Boolean> verification) {
		String key = hash("password:" + userId);
		return Mono.usingWhen(this.attempts.reserve(key, this.properties.passwords()), (attempt) -> verification,
				(attempt) -> Mono.empty(), (attempt, error) -> this.attempts.giveBack(key, attempt),
				(attempt) -> this.attempts.giveBack(key, attempt));
	}

	/**
	 * Counts a mail that is about to be sent.
	 * @param kind which link is in it
	 * @param recipient whose it is
	 * @return whether it may be sent
	 */
	public Mono<Boolean> mail(String kind, String recipient) {
		return this.attempts.reserve(hash(kind + ":" + recipient), this.properties.mails())
			.thenReturn(true)
			.onErrorReturn(TooManyAttempts.class, false);
	}

	/**
	 * Forgets what no longer counts.
	 * @return completes when it is done
	 */
	Mono<Void> forget() {
		return this.attempts.forget();
	}

	private String hash(String key) {
		try {
			byte[] hash = this.mac.computeMac(("throttle:" + key).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The key of a throttle could not be hashed", ex);
		}
	}

}
