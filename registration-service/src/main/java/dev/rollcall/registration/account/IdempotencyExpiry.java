package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Forgets expired idempotency keys now and then; a key that comes again is looked at
 * anyway, so this may be late.
 */
@Component
class IdempotencyExpiry implements InitializingBean, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(IdempotencyExpiry.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final Flux<Void> sweeps;

	private Disposable running = () -> {
	};

	IdempotencyExpiry(MongoAccounts accounts, Clock clock) {
		this.sweeps = Flux.interval(PAUSE)
			.onBackpressureDrop()
			.concatMap(
					(sweep) -> accounts.forgetIdempotencyKeys(clock.instant()).onErrorResume(IdempotencyExpiry::later));
	}

	@Override
	public void afterPropertiesSet() {
		this.running = this.sweeps.subscribe();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

	private static Mono<Void> later(Throwable ex) {
		log.warn("Expired idempotency keys stay for another hour: {}", ex.getClass().getSimpleName());
		return Mono.empty();
	}

}
