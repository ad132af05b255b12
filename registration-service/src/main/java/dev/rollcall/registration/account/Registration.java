package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.throttle.LinkMail;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Unavailable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Registers a user. If the address has got too many mails with links, it gets none; the
 * user can request one later. A repeated request with the same idempotency key gets the
 * account of the first one, even if both run at the same time.
 */
@Component
class Registration {

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	/** Longer than the time limit of a request. */
	private static final Retry UNTIL_VISIBLE = Retry.backoff(300, Duration.ofMillis(5))
		.maxBackoff(Duration.ofMillis(100))
		.filter(LostRace.class::isInstance)
		.onRetryExhaustedThrow((retry,
				signal) -> new Unavailable("The account of the same request did not become visible in the store"));

	private final MongoAccounts accounts;

	private final PasswordHasher hasher;

	private final Mailings mailings;

	private final AccountEventEncoder encoder;

	private final Throttle throttle;

	private final Clock clock;

	Registration(MongoAccounts accounts, PasswordHasher hasher, Mailings mailings, AccountEventEncoder encoder,
			Throttle throttle, Clock clock) {
		this.throttle = throttle;
		this.accounts = accounts;
		this.hasher = hasher;
		this.mailings = mailings;
		this.encoder = encoder;
		this.clock = clock;
	}

	/**
	 * Creates an account, once per idempotency key.
	 * @return the account; fails with {@link EmailTaken}, {@link IdempotencyKeyReused} or
	 * {@link dev.rollcall.web.Unavailable}
	 */
	Mono<Account> register(Registrant registrant, @Nullable Idempotency idempotency, String correlationId) {
		return register(registrant, hash(registrant), idempotency, correlationId);
	}

	Mono<String> hash(Registrant registrant) {
		return this.hasher.hash(registrant.password());
	}

	/**
	 * Creates an account, as above.
	 * @param hash subscribed to only if the account has to be created
	 */
	Mono<Account> register(Registrant registrant, Mono<String> hash, @Nullable Idempotency idempotency,
			String correlationId) {
		if (idempotency == null) {
			return make(registrant, hash, null, correlationId);
		}
		return made(idempotency).switchIfEmpty(Mono.defer(() -> make(registrant, hash, idempotency, correlationId)))
			.onErrorResume(Registration::taken, (ex) -> madeBy(idempotency, registrant, ex));
	}

	private Mono<Account> make(Registrant registrant, Mono<String> hashed, @Nullable Idempotency idempotency,
			String correlationId) {
		return hashed.flatMap((hash) -> this.throttle.mail(LinkMail.SIGN_UP, registrant.email(),
				(mailed) -> add(registrant, hash, mailed, idempotency, correlationId)));
	}

	private Mono<Account> add(Registrant registrant, String hash, boolean mailed, @Nullable Idempotency idempotency,
			String correlationId) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Account account = Account.register(new UserId(IDS.generate()), registrant, hash, now);
		Change registered = Change.of(new AccountEvent.Registered(AccountEvent.Origin.SELF), account);
		Change change = mailed ? registered.then((added) -> this.mailings.send(added, LinkPurpose.SIGN_UP, now))
				: registered;
		List<OutboxMessage> messages = this.encoder.encode(change, Cause.byUser(account.id(), correlationId), now);
		return this.accounts.register(change.account(), idempotency, messages);
	}

	private Mono<Account> made(Idempotency request) {
		return this.accounts.findByIdempotencyKey(request.key()).flatMap((made) -> same(made, request));
	}

	/**
	 * Finds the account of the same request, which was faster. Majority reads lag behind
	 * the unique indexes, so the conflict is final only once its account is visible.
	 */
	private Mono<Account> madeBy(Idempotency request, Registrant registrant, Throwable conflict) {
		return Mono.defer(() -> isVisible(registrant, conflict))
			.flatMap((visible) -> made(request).switchIfEmpty(Mono.error(visible ? conflict : new LostRace())))
			.retryWhen(UNTIL_VISIBLE);
	}

	/** An account with the key is visible if it is found by the key, in the next read. */
	private Mono<Boolean> isVisible(Registrant registrant, Throwable conflict) {
		return (conflict instanceof EmailTaken) ? this.accounts.find(registrant.email()).hasElement()
				: Mono.just(false);
	}

	private Mono<Account> same(MongoAccounts.Made made, Idempotency request) {
		Instant now = this.clock.instant();
		if (made.request().expired(now)) {
			return this.accounts.forgetIdempotencyKeys(now).then(Mono.empty());
		}
		return made.request().body().equals(request.body()) ? Mono.just(made.account())
				: Mono.error(new IdempotencyKeyReused());
	}

	private static boolean taken(Throwable ex) {
		return ex instanceof EmailTaken || ex instanceof IdempotencyKeyTaken;
	}

}
