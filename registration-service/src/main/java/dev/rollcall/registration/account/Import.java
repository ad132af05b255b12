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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Takes users from another system, with the hashes of their passwords. Nobody is sent
 * anything.
 */
@Component
public final class Import {

	private static final Logger log = LoggerFactory.getLogger(Import.class);

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	private static final Duration STORE_LIMIT = Duration.ofSeconds(4);

	private static final Retry PATIENCE = Retry.backoff(6, Duration.ofMillis(250))
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
	 * Takes one user.
	 * @param newcomer who
	 * @param act who does it
	 * @return what became of it; a store that is away is waited for a while
	 */
	public Mono<Outcome> take(Newcomer newcomer, Act act) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		UserId user = new UserId(IDS.generate());
		Account account = Account.take(user, new Account.Email(newcomer.email(), now, newcomer.verified() ? now : null),
				newcomer.profile(), newcomer.hash().encoded());
		return Mono.defer(() -> add(account, act, now))
			.timeout(STORE_LIMIT)
			.onErrorResume((ex) -> !(ex instanceof EmailTaken), (ex) -> again(account, act, now))
			.thenReturn(new Outcome(Outcome.Kind.CREATED, user))
			.onErrorResume(EmailTaken.class, (ex) -> Mono.just(new Outcome(Outcome.Kind.EXISTS, user)))
			.onErrorResume((ex) -> {
				log.warn("User {} of an import could not be stored: {}", user, ex.getClass().getSimpleName());
				return Mono.just(new Outcome(Outcome.Kind.FAILED, user));
			});
	}

	private Mono<Account> add(Account account, Act act, Instant now) {
		Change change = Change.of(new AccountEvent.Registered(AccountEvent.Origin.IMPORT), account);
		List<OutboxMessage> messages = this.encoder.encode(change, act, now);
		return this.accounts.add(account, null, messages);
	}

	/** The first try may have been written, though its answer was lost. */
	private Mono<Account> again(Account account, Act act, Instant now) {
		return Mono.defer(() -> this.accounts.find(account.id()))
			.switchIfEmpty(Mono.defer(() -> add(account, act, now)))
			.timeout(STORE_LIMIT)
			.retryWhen(PATIENCE);
	}

	/**
	 * Who is taken.
	 *
	 * @param email the address
	 * @param profile the rest
	 * @param hash the password's hash
	 * @param verified whether the other system has seen that mail to the address arrives
	 */
	public record Newcomer(EmailAddress email, Profile profile, PasswordHash hash, boolean verified) {
	}

	/**
	 * What became of one.
	 *
	 * @param kind what
	 * @param user the id that was meant for the user
	 */
	public record Outcome(Kind kind, UserId user) {

		/**
		 * What became of it.
		 */
		public enum Kind {

			/** There is an account now. */
			CREATED,

			/** The address is somebody's. */
			EXISTS,

			/** It could not be stored. */
			FAILED

		}

	}

}
