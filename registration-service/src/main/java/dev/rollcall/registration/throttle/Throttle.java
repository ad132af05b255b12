package dev.rollcall.registration.throttle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Function;

import com.google.crypto.tink.Mac;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.Limit;
import dev.rollcall.throttle.StartGate;
import dev.rollcall.throttle.TooManyAttempts;
import org.bson.types.ObjectId;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Limits password checks and mails with links. An attempt is reserved in the store before
 * it is made, so no burst on any number of instances passes the limit. Keys are stored as
 * keyed hashes.
 */
@Component
public final class Throttle {

	private final Attempts attempts;

	private final Mac mac;

	private final ThrottleProperties properties;

	Throttle(Attempts attempts, Mac idempotencyMac, ThrottleProperties properties) {
		this.attempts = attempts;
		this.mac = idempotencyMac;
		this.properties = properties;
	}

	/**
	 * Reserves an attempt at a user's current password and verifies the password. An
	 * attempt whose verification has begun counts, however it ends.
	 * @return the result of the verification; fails with {@link TooManyAttempts} before
	 * the verification starts
	 */
	public Mono<Boolean> password(String userId, Function<StartGate, Mono<Boolean>> verification) {
		String key = hash("password:" + userId);
		return Mono.defer(() -> {
			StartGate gate = new StartGate();
			Mono<ObjectId> reservation = this.attempts.reserve(key,
					this.attempts.perWindow(this.properties.passwords()),
					Limit.perDay(this.properties.passwordsPerDay()));
			return Mono.usingWhen(reservation, (attempt) -> verification.apply(gate), (attempt) -> Mono.empty(),
					(attempt, error) -> gate.releaseUnlessBegun(this.attempts.release(key, attempt)),
					(attempt) -> gate.releaseUnlessBegun(this.attempts.release(key, attempt)));
		});
	}

	/**
	 * Reserves a mail with a link.
	 */
	public Mono<Boolean> mail(String kind, String recipient) {
		return this.attempts.reserve(hash(kind + ":" + recipient), this.properties.mails())
			.thenReturn(true)
			.onErrorReturn(TooManyAttempts.class, false);
	}

	private String hash(String key) {
		try {
			byte[] hash = this.mac.computeMac(("throttle:" + key).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Hashing the key of an attempt failed", ex);
		}
	}

}
