package dev.rollcall.registration.account;

import java.time.Duration;

import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.verification.RootCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Grants the role at each start to the administrators that the settings name, if their
 * addresses are verified: also to those who lost it. Runs in the background and retries
 * until the store responds.
 */
@Component
@ConditionalOnProperty(name = "rollcall.writes.enabled", matchIfMissing = true)
class Promotion implements InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(Promotion.class);

	private static final Retry UNTIL_DONE = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
		.maxBackoff(Duration.ofSeconds(5))
		.doBeforeRetry(
				(attempt) -> logger.warn("Granting the role admin to the configured addresses failed; retrying: {}",
						RootCause.of(attempt.failure()).getClass().getSimpleName()));

	private final Flux<Account> promotions;

	private Disposable running = () -> {
	};

	Promotion(AccountProperties properties, AccountCommands accounts, FirstAdministrators administrators) {
		Cause cause = Cause.bySystem("settings");
		this.promotions = Flux.fromIterable(properties.administrators())
			.map(EmailAddress::of)
			.concatMap((address) -> Mono.defer(() -> accounts.find(address))
				.flatMap((account) -> accounts.run(account.id(), cause, (held, now) -> administrators.promote(held))
					.doOnNext((promoted) -> report(account, promoted))));
	}

	private static void report(Account before, Account promoted) {
		if (!promoted.roles().equals(before.roles())) {
			logger.info("User {} has the role admin again, because rollcall.account.administrators names the address",
					promoted.id());
		}
	}

	@Override
	public void afterPropertiesSet() {
		this.running = StartupTask.untilDone(this.promotions.then(), UNTIL_DONE).subscribe();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

}
