package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Keeps at least one active administrator, although the rule spans several documents and
 * there are no transactions. An administrator who is about to lose the role is first
 * marked as leaving; then another one without that mark must exist. Marks are written
 * before the others are read, so of several who leave at the same time at least one sees
 * all marks and stays.
 * <p>
 * A command that stopped half-way leaves its mark behind. Removing it raises the
 * account's revision, so that command, should it still run, can no longer be written.
 */
@Component
class Administrators {

	/** A mark that is older belongs to a command that stopped half-way. */
	private static final Duration MARK_TIMEOUT = Duration.ofSeconds(10);

	private final MongoAccounts accounts;

	Administrators(MongoAccounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Checks whether a change is allowed.
	 * @return the account as it is stored now, for the guard of the change; fails with
	 * {@link LastAdministrator} or {@link LostRace}
	 */
	Mono<Account> allow(Account held, Account changed, Instant now) {
		return (held.isActiveAdministrator() && !changed.isActiveAdministrator()) ? leave(held, now) : Mono.just(held);
	}

	private Mono<Account> leave(Account held, Instant now) {
		return this.accounts.markLeaving(held, now)
			.switchIfEmpty(Mono.error(LostRace::new))
			.flatMap((marked) -> this.accounts.otherAdministrators(held.id())
				.collectList()
				.flatMap((others) -> decide(marked, others, now)));
	}

	private Mono<Account> decide(Account marked, List<Administrator> others, Instant now) {
		if (others.stream().anyMatch((other) -> !other.isLeaving())) {
			return Mono.just(marked);
		}
		Mono<Void> stay = this.accounts.unmarkLeaving(new Administrator(marked.id(), marked.revision(), now));
		return others.isEmpty() ? stay.then(Mono.error(LastAdministrator::new))
				: stay.thenMany(removeOldMarks(others, now)).then(Mono.error(LostRace::new));
	}

	private Flux<Void> removeOldMarks(List<Administrator> others, Instant now) {
		return Flux.fromIterable(others)
			.filter((other) -> other.hasBeenLeavingSince(now.minus(MARK_TIMEOUT)))
			.concatMap(this.accounts::unmarkLeaving);
	}

}
