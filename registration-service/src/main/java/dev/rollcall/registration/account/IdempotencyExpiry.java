package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes expired idempotency keys every hour. It may run late, because the expiry of a
 * key is also checked when the key is used.
 */
@Component
@EnableScheduling
class IdempotencyExpiry {

	private static final Logger logger = LoggerFactory.getLogger(IdempotencyExpiry.class);

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final MongoAccounts accounts;

	private final Clock clock;

	IdempotencyExpiry(MongoAccounts accounts, Clock clock) {
		this.accounts = accounts;
		this.clock = clock;
	}

	/** Limited in time, because scheduled tasks share a thread. */
	@Scheduled(initialDelayString = "1h", fixedDelayString = "1h")
	Mono<Void> deleteExpired() {
		return Mono.defer(() -> this.accounts.forgetIdempotencyKeys(this.clock.instant()))
			.timeout(TIMEOUT)
			.doOnError((ex) -> logger.warn("Deleting expired idempotency keys failed; the next run is in an hour", ex))
			.onErrorComplete();
	}

}
