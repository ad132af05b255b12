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
 * Runs commands on accounts: reads, decides, writes state and messages in one update. A
 * lost race is retried.
 */
@Component
public final class AccountCommands {

	private static final Retry RACES = Retry.backoff(50, Duration.ofMillis(1))
		.maxBackoff(Duration.ofMillis(50))
		.filter(LostRace.class::isInstance)
		.onRetryExhaustedThrow((retry,
				signal) -> new Unavailable("Writing the account failed: other changes came first in 50 attempts"));

	private final MongoAccounts accounts;

	private final Administrators administrators;

	private final AccountEventEncoder encoder;

	private final Clock clock;

	AccountCommands(MongoAccounts accounts, Administrators administrators, AccountEventEncoder encoder, Clock clock) {
		this.accounts = accounts;
		this.administrators = administrators;
		this.encoder = encoder;
		this.clock = clock;
	}

	/**
	 * Finds an account.
	 * @return the account; empty if it does not exist or is deleted
	 */
	public Mono<Account> find(UserId id) {
		return this.accounts.find(id);
	}

	/**
	 * Finds the account of an address.
	 * @return the account; empty if no account has the address
	 */
	public Mono<Account> find(EmailAddress email) {
		return this.accounts.find(email);
	}

	/**
	 * Lists accounts in the order of their creation.
	 * @param status null for any
	 * @param after the last user of the previous page; null for the first page
	 */
	public Flux<Account> list(@Nullable AccountStatus status, @Nullable UserId after, int limit) {
		return this.accounts.list(status, after, limit);
	}

	/**
	 * Whether a user's account is active and has the role of administrators now.
	 */
	public Mono<Boolean> isAdministrator(UserId id) {
		return this.accounts.find(id).map(Account::isActiveAdministrator).defaultIfEmpty(false);
	}

	/**
	 * Runs a command.
	 * @return the changed account; empty if it does not exist; fails with the command's
	 * exception, {@link EmailTaken}, {@link LastAdministrator} or {@link Unavailable}
	 */
	public Mono<Account> run(UserId id, Cause cause, Command command) {
		return this.accounts.find(id).flatMap((held) -> write(held, cause, command)).retryWhen(RACES);
	}

	/**
	 * Checks whether a command could run; writes nothing.
	 * @return the unchanged account; empty if it does not exist; fails with the command's
	 * exception
	 */
	public Mono<Account> look(UserId id, Command command) {
		return this.accounts.find(id)
			.doOnNext((held) -> command.on(held, this.clock.instant().truncatedTo(ChronoUnit.MILLIS)));
	}

	private Mono<Account> write(Account held, Cause cause, Command command) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Change change = command.on(held, now);
		if (change.account().equals(held)) {
			return Mono.just(held);
		}
		return this.administrators.allow(held, change.account(), now)
			.flatMap((stored) -> this.accounts
				.change(stored, change.account(), this.encoder.encode(held, change, cause, now))
				.filter((written) -> written)
				.switchIfEmpty(Mono.defer(() -> refusal(stored))))
			.thenReturn(change.account());
	}

	/** A full outbox stays full for a while; anything else is a lost race. */
	private Mono<Boolean> refusal(Account held) {
		return this.accounts.isFull(held.id()).flatMap((full) -> Mono.error(full ? new OutboxFull() : new LostRace()));
	}

	/**
	 * Decides how an account changes.
	 */
	@FunctionalInterface
	public interface Command {

		/**
		 * @param now the time, in whole milliseconds
		 */
		Change on(Account account, Instant now);

	}

}
