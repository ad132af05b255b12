package dev.rollcall.registration.account;

import java.time.Duration;

import dev.rollcall.registration.throttle.LinkMail;
import dev.rollcall.registration.throttle.Throttle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Registers a user without revealing whether the address was free, neither by the answer
 * nor by its duration. The owner of a taken address gets a mail with a recovery link.
 */
@Component
class StrictRegistration {

	private static final Logger logger = LoggerFactory.getLogger(StrictRegistration.class);

	/**
	 * Minimum time from the hash to the answer. It hides the different writes of a free
	 * address, a taken one and a repeated request.
	 */
	private static final Duration ANSWER_AFTER = Duration.ofMillis(100);

	private final Registration registration;

	private final AccountCommands accounts;

	private final Mailings mailings;

	private final Throttle throttle;

	StrictRegistration(Registration registration, AccountCommands accounts, Mailings mailings, Throttle throttle) {
		this.registration = registration;
		this.accounts = accounts;
		this.mailings = mailings;
		this.throttle = throttle;
	}

	/**
	 * Registers a user, if the address is free. The hash is computed first, also for a
	 * repeated request.
	 * @return fails with {@link dev.rollcall.web.Unavailable}
	 */
	Mono<Void> register(Registrant registrant, @Nullable Idempotency idempotency, String correlationId) {
		return this.registration.hash(registrant)
			.flatMap((hash) -> Mono.when(attempt(registrant, hash, idempotency, correlationId),
					Mono.delay(ANSWER_AFTER)));
	}

	private Mono<Void> attempt(Registrant registrant, String hash, @Nullable Idempotency idempotency,
			String correlationId) {
		return this.registration.register(registrant, Mono.just(hash), idempotency, correlationId)
			.then()
			.onErrorResume(EmailTaken.class, (ex) -> notifyOwner(registrant, correlationId))
			.onErrorResume(StrictRegistration::isKeyTaken, (ex) -> Mono.empty());
	}

	/** The conflict of an idempotency key would reveal its account. */
	private static boolean isKeyTaken(Throwable ex) {
		return ex instanceof IdempotencyKeyReused || ex instanceof IdempotencyKeyTaken;
	}

	/** Counts as a mail with a recovery link. A failure must not show in the answer. */
	private Mono<Void> notifyOwner(Registrant registrant, String correlationId) {
		return this.accounts.find(registrant.email())
			.filterWhen((owner) -> this.throttle.mail(LinkMail.RECOVERY, owner.email().value()))
			.flatMap((owner) -> this.accounts.run(owner.id(), Cause.bySystem(correlationId),
					this.mailings::sendAfterRegistration))
			.then()
			.onErrorResume((ex) -> {
				logger.warn("Request {}: notifying the owner of a taken address failed: {}", correlationId,
						ex.getClass().getSimpleName());
				return Mono.empty();
			});
	}

}
