package dev.rollcall.registration.account;

import java.time.Duration;

import dev.rollcall.schemas.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Gives the first administrators their role at the start, those whose addresses were
 * verified before the settings named them; in the background, for as long as it takes to
 * reach the store.
 */
@Component
class Promotion implements InitializingBean, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(Promotion.class);

	private static final Retry UNTIL_DONE = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
		.maxBackoff(Duration.ofSeconds(5))
		.doBeforeRetry((attempt) -> log.warn("The administrators of the settings are not looked at yet: {}",
				attempt.failure().getClass().getSimpleName()));

	private final Flux<Account> promotions;

	private Disposable running = () -> {
	};

	Promotion(AccountProperties properties, AccountCommands accounts, FirstAdministrators administrators) {
		Act act = Act.bySystem("settings");
		this.promotions = Flux.fromIterable(properties.administrators())
			.map(EmailAddress::of)
			.concatMap((address) -> Mono.defer(() -> accounts.find(address))
				.flatMap((account) -> accounts.run(account.id(), act, (held, now) -> administrators.promote(held))));
	}

	@Override
	public void afterPropertiesSet() {
		this.running = this.promotions.retryWhen(UNTIL_DONE).subscribe();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

}
