package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.rollcall.schemas.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes accounts whose users registered but did not verify the address in time. Each
 * deletion is a command like any other: a user who verifies at that moment keeps the
 * account. All instances may run it at the same time.
 */
@Component
@ConditionalOnProperty(name = "rollcall.writes.enabled", matchIfMissing = true)
class UnverifiedExpiry {

	private static final Logger logger = LoggerFactory.getLogger(UnverifiedExpiry.class);

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final int BATCH_SIZE = 100;

	private static final Cause CAUSE = Cause.bySystem("unverified-expiry");

	private final MongoAccounts accounts;

	private final AccountCommands commands;

	private final RegistrationProperties properties;

	private final Clock clock;

	UnverifiedExpiry(MongoAccounts accounts, AccountCommands commands, RegistrationProperties properties, Clock clock) {
		this.accounts = accounts;
		this.commands = commands;
		this.properties = properties;
		this.clock = clock;
	}

	/** Limited in time, because scheduled tasks share a thread. */
	@Scheduled(initialDelayString = "1m", fixedDelayString = "1m")
	Mono<Void> deleteExpired() {
		return Mono.justOrEmpty(this.properties.unverifiedLifetime())
			.map((lifetime) -> this.clock.instant().minus(lifetime))
			.flatMapMany(this::deleteAll)
			.then()
			.timeout(TIMEOUT)
			.doOnError((ex) -> logger.warn("Deleting unverified accounts failed; the next run is in a minute: {}",
					ex.getClass().getSimpleName()))
			.onErrorComplete();
	}

	/** Continues with the next batch until one deletes nothing. */
	private Flux<Long> deleteAll(Instant before) {
		return Mono.defer(() -> deleteBatch(before)).repeat().takeUntil((deleted) -> deleted == 0);
	}

	private Mono<Long> deleteBatch(Instant before) {
		return this.accounts.unverified(before, BATCH_SIZE)
			.concatMap((id) -> delete(id, before), 1)
			.filter((account) -> account.status() == AccountStatus.DELETED)
			.count()
			.doOnNext((deleted) -> {
				if (deleted > 0) {
					logger.info("Deleted {} accounts whose addresses were not verified in time", deleted);
				}
			});
	}

	/** A failure does not stop the others. */
	private Mono<Account> delete(UserId id, Instant before) {
		return this.commands.run(id, CAUSE, (account, now) -> expired(account, before))
			.doOnError((ex) -> logger.warn("Deleting the unverified account of user {} failed: {}", id,
					ex.getClass().getSimpleName()))
			.onErrorComplete();
	}

	private static Change expired(Account account, Instant before) {
		boolean expired = !account.email().verified() && account.status() == AccountStatus.ACTIVE
				&& account.registeredAt().isBefore(before);
		return expired ? account.delete(DeletionReason.NOT_VERIFIED) : Change.none(account);
	}

}
