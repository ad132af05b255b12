package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Unavailable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Runs commands on accounts: read, decide, write with what tells of it; again where
 * another command was faster.
 */
@Component
public final class AccountCommands {

	private static final Retry RACES = Retry.backoff(50, Duration.ofMillis(1))
		.maxBackoff(Duration.ofMillis(50))
		.filter(LostRace.class::isInstance)
		.onRetryExhaustedThrow(
				(retry, signal) -> new Unavailable("50 attempts to write the account lost the race to other changes"));

	private final MongoAccounts accounts;

	private final AccountEventEncoder encoder;

	private final Clock clock;

	AccountCommands(MongoAccounts accounts, AccountEventEncoder encoder, Clock clock) {
		this.accounts = accounts;
		this.encoder = encoder;
		this.clock = clock;
	}

	/**
	 * Finds an account.
	 * @param id the user
	 * @return the account; empty if there is none, or none any more
	 */
	public Mono<Account> find(UserId id) {
		return this.accounts.find(id);
	}

	/**
	 * Finds the account of an address.
	 * @param email the address
	 * @return the account; empty if it is nobody's
	 */
	public Mono<Account> find(EmailAddress email) {
		return this.accounts.find(email);
	}

	/**
	 * Lists accounts in the order in which they came to be.
	 * @param status of which status; null for any
	 * @param after the last one of the page before; null for the first page
	 * @param limit how many
	 * @return the accounts
	 */
	public Flux<Account> list(@Nullable AccountStatus status, @Nullable UserId after, int limit) {
		return this.accounts.list(status, after, limit);
	}

	/**
	 * Runs a command.
	 * @param id whose account
	 * @param act who does it
	 * @param command decides; called again after a lost race
	 * @return the account afterwards; empty if there is none; fails with what the command
	 * throws, with {@link EmailTaken} or {@link Unavailable}
	 */
	public Mono<Account> run(UserId id, Act act, Command command) {
		return this.accounts.find(id).flatMap((held) -> write(held, act, command)).retryWhen(RACES);
	}

	/**
	 * Looks whether a command could run, and writes nothing.
	 * @param id whose account
	 * @param command decides
	 * @return the account as it is; empty if there is none; fails with what the command
	 * throws
	 */
	public Mono<Account> look(UserId id, Command command) {
		return this.accounts.find(id)
			.doOnNext((held) -> command.on(held, this.clock.instant().truncatedTo(ChronoUnit.MILLIS)));
	}

	private Mono<Account> write(Account held, Act act, Command command) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Change change = command.on(held, now);
		if (change.account().equals(held)) {
			return Mono.just(held);
		}
		return this.accounts.change(held, change.account(), this.encoder.encode(held, change, act, now))
			.filter((written) -> written)
			.switchIfEmpty(Mono.defer(() -> whyNot(held)))
			.thenReturn(change.account());
	}

	/**
	 * Where the revision is the same, no further try helps before the outbox has room
	 * again.
	 */
	private Mono<Boolean> whyNot(Account held) {
		return this.accounts.find(held.id())
			.flatMap((now) -> Mono.<Boolean>error((now.revision() == held.revision())
					? new Unavailable("The outbox of the account is full") : new LostRace()))
			.switchIfEmpty(Mono.error(LostRace::new));
	}

	/**
	 * Decides what becomes of an account.
	 */
	@FunctionalInterface
	public interface Command {

		/**
		 * Decides.
		 * @param account the account as it is
		 * @param now the time, in whole milliseconds
		 * @return what becomes of it
		 */
		Change on(Account account, Instant now);

	}

	/**
	 * Another command was written first.
	 */
	private static final class LostRace extends RuntimeException {

		private static final long serialVersionUID = 1L;

		LostRace() {
			super("The account has changed since it was read", null, false, false);
		}

	}

}
