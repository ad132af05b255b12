package dev.rollcall.registration.account;

import java.time.Duration;

import dev.rollcall.verification.ErrorBoundary;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Repeats a task in the background until it succeeds, also after an Error: Reactor passes
 * an Error such as a missing class to no subscriber.
 */
final class StartupTask {

	/** An Error on the driver's thread gives no result at all. */
	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private StartupTask() {
	}

	static Mono<Void> untilDone(Mono<Void> task, Retry retry) {
		return Mono.<Void>fromRunnable(() -> ErrorBoundary.run(() -> task.block(TIMEOUT)))
			.subscribeOn(Schedulers.boundedElastic())
			.retryWhen(retry);
	}

}
