package dev.rollcall.registration.throttle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.Limit;
import dev.rollcall.throttle.StartGate;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.ClientNetwork;
import org.bson.types.ObjectId;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Limits password checks, mails with links and registrations. An attempt is reserved in
 * the store before it is made, so no burst on any number of instances passes the limit.
 * Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private static final Duration AN_HOUR = Duration.ofHours(1);

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
	 * Reserves a mail with a link, whoever causes it.
	 * @return whether it may be sent
	 */
	public Mono<Boolean> mail(LinkMail kind, EmailAddress recipient) {
		return mail(kind, recipient, Mono::just);
	}

	/**
	 * Reserves a mail with a link for an action that may fail before it sends one; then
	 * the mail does not count.
	 * @param action gets whether it may send the mail
	 */
	public <T> Mono<T> mail(LinkMail kind, EmailAddress recipient, Function<Boolean, Mono<T>> action) {
		String mailbox = mailbox(recipient);
		String key = hash("mail:" + mailbox);
		int limit = kind.of(this.properties.mails(), !mailbox.equals(recipient.canonical()));
		Mono<Optional<ObjectId>> reserved = this.attempts.reserve(key, limit)
			.map(Optional::of)
			.onErrorReturn(TooManyAttempts.class, Optional.empty());
		return Mono.usingWhen(reserved, (attempt) -> action.apply(attempt.isPresent()), (attempt) -> Mono.empty(),
				(attempt, error) -> Mono.justOrEmpty(attempt).flatMap((made) -> this.attempts.release(key, made)),
				(attempt) -> Mono.empty());
	}

	/**
	 * Reserves a mail to a new address of an account: one account must not mail to many
	 * addresses.
	 * @return whether it may be sent
	 */
	public Mono<Boolean> emailChange(String userId) {
		return this.attempts.reserve(hash("email-change:" + userId), this.properties.emailChanges())
			.thenReturn(true)
			.onErrorReturn(TooManyAttempts.class, false);
	}

	/**
	 * Reserves a registration.
	 * @param address the client's address
	 * @return fails with {@link TooManyAttempts}
	 */
	public Mono<Void> registration(String address) {
		ClientNetwork network = ClientNetwork.of(address);
		if (network.isLoopback() && !this.properties.loopback()) {
			return Mono.empty();
		}
		return this.attempts
			.reserve(hash("registration:" + network.subscriber()), new Limit(this.properties.registrations(), AN_HOUR))
			.then();
	}

	/** The address without a tag: ada+1 and ada+2 are usually one mailbox. */
	private static String mailbox(EmailAddress address) {
		String canonical = address.canonical();
		int tag = canonical.indexOf('+');
		int at = canonical.lastIndexOf('@');
		return (tag > 0 && tag < at) ? canonical.substring(0, tag) + canonical.substring(at) : canonical;
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
