package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Imports users with their password hashes. Sends no mails.
 */
@Component
public final class Import {

	private static final Logger logger = LoggerFactory.getLogger(Import.class);

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	private static final Duration STORE_LIMIT = Duration.ofSeconds(4);

	private static final Retry RETRIES = Retry.backoff(6, Duration.ofMillis(250))
		.maxBackoff(Duration.ofSeconds(5))
		.filter((ex) -> !(ex instanceof EmailTaken));

	private final MongoAccounts accounts;

	private final AccountEventEncoder encoder;

	private final Clock clock;

	Import(MongoAccounts accounts, AccountEventEncoder encoder, Clock clock) {
		this.accounts = accounts;
		this.encoder = encoder;
		this.clock = clock;
	}

	/**
	 * Imports one user.
	 */
	public Mono<Outcome> take(Newcomer newcomer, Cause cause) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		UserId user = new UserId(IDS.generate());
		PasswordHash hash = newcomer.hash();
		Instant createdAt = newcomer.createdAt();
		Account account = Account.take(user, new Account.Email(newcomer.email(), now, newcomer.verified() ? now : null),
				newcomer.profile(), (hash != null) ? hash.encoded() : null,
				(createdAt != null) ? createdAt.truncatedTo(ChronoUnit.MILLIS) : now);
		return Mono.defer(() -> add(account, cause, now))
			.timeout(STORE_LIMIT)
			.onErrorResume((ex) -> !(ex instanceof EmailTaken), (ex) -> again(account, cause, now))
			.thenReturn(new Outcome(Outcome.Kind.CREATED, user))
			.onErrorResume(EmailTaken.class, (ex) -> Mono.just(new Outcome(Outcome.Kind.EXISTS, user)))
			.onErrorResume((ex) -> {
				logger.warn("Storing the imported user {} failed: {}", user, ex.getClass().getSimpleName());
				return Mono.just(new Outcome(Outcome.Kind.FAILED, user));
			});
	}

	private Mono<Account> add(Account account, Cause cause, Instant now) {
		Change change = Change.of(new AccountEvent.Registered(AccountEvent.Origin.IMPORT), account);
		List<OutboxMessage> messages = this.encoder.encode(change, cause, now);
		return this.accounts.add(account, messages);
	}

	/** The first attempt may have been written although its acknowledgement was lost. */
	private Mono<Account> again(Account account, Cause cause, Instant now) {
		return Mono.defer(() -> this.accounts.find(account.id()))
			.switchIfEmpty(Mono.defer(() -> add(account, cause, now)))
			.timeout(STORE_LIMIT)
			.retryWhen(RETRIES);
	}

	/**
	 * An imported user.
	 *
	 * @param hash null if the user sets a password by recovery
	 * @param createdAt when the user registered; null for the time of the import
	 */
	public record Newcomer(EmailAddress email, Profile profile, @Nullable PasswordHash hash, boolean verified,
			@Nullable Instant createdAt) {
	}

	/**
	 * The result of one line.
	 */
	public record Outcome(Kind kind, UserId user) {

		/**
		 * The result's kind.
		 */
		public enum Kind {

			/** The account was created. */
			CREATED,

			/** Another account has the address. */
			EXISTS,

			/** The account could not be stored. */
			FAILED

		}

	}

}
