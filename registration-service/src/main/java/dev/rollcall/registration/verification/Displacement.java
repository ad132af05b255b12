package dev.rollcall.registration.verification;

import java.time.Clock;

import dev.rollcall.registration.account.Account;
import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.AccountStatus;
import dev.rollcall.registration.account.Cause;
import dev.rollcall.registration.account.EmailTaken;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.schemas.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Frees the address that an undo link restores: deletes an account that registered it in
 * the meantime and never verified it. The deletion is written before the restoration, and
 * only the restoration uses the link, so after a crash between them the link finishes it.
 */
@Component
class Displacement {

	private static final Logger logger = LoggerFactory.getLogger(Displacement.class);

	private final AccountCommands accounts;

	private final Clock clock;

	Displacement(AccountCommands accounts, Clock clock) {
		this.accounts = accounts;
		this.clock = clock;
	}

	/**
	 * Deletes the unverified account that has the address, by the system. Does nothing if
	 * the token opens no undo link.
	 * @return fails with {@link EmailTaken} if the account is verified
	 */
	Mono<Void> displace(LinkToken token, String correlationId) {
		return this.accounts.find(new UserId(token.userId()))
			.flatMap((account) -> Mono.justOrEmpty(account.restoredBy(token, this.clock.instant())))
			.flatMap((address) -> this.accounts.find(address)
				.flatMap((taker) -> this.accounts.run(taker.id(), Cause.bySystem(correlationId),
						(account, now) -> account.cede(address))))
			.filter((taker) -> taker.status() == AccountStatus.DELETED)
			.doOnNext(Displacement::deleted)
			.then();
	}

	private static void deleted(Account taker) {
		logger.info("Deleted the unverified user {}: a former owner of its address restores it", taker.id());
	}

}
