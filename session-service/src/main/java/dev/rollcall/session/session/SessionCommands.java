package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Unavailable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.stereotype.Component;

/**
 * Runs commands on a user's sessions: reads, decides and writes; repeats all three if
 * another command was written in the meantime.
 */
@Component
final class SessionCommands {

	private static final Retry RETRY = Retry.backoff(50, Duration.ofMillis(1))
		.maxBackoff(Duration.ofMillis(50))
		.filter(LostRace.class::isInstance)
		.onRetryExhaustedThrow((retry,
				signal) -> new Unavailable("Writing the sessions failed: other changes came first in 50 attempts"));

	private final MongoSessions sessions;

	private final SessionEventEncoder encoder;

	private final Clock clock;

	SessionCommands(MongoSessions sessions, SessionEventEncoder encoder, Clock clock) {
		this.sessions = sessions;
		this.encoder = encoder;
		this.clock = clock;
	}

	/**
	 * Runs a command.
	 * @param command makes the decision; called again after a lost race
	 */
	<T> Mono<T> run(UserId userId, Cause cause, Function<UserSessions, Decision<T>> command) {
		return this.sessions.find(userId).flatMap((read) -> write(read, command.apply(read), cause)).retryWhen(RETRY);
	}

	private <T> Mono<T> write(UserSessions read, Decision<T> decision, Cause cause) {
		Change change = decision.change();
		if (change == null) {
			return Mono.just(decision.result());
		}
		List<OutboxMessage> messages = this.encoder.encode(read, change.events(), cause,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
		return this.sessions.write(read, change, messages)
			.filter((written) -> written)
			.switchIfEmpty(Mono.defer(() -> failure(read, change)))
			.thenReturn(decision.result());
	}

	/** A full outbox stays full for a while; anything else is a lost race. */
	private Mono<Boolean> failure(UserSessions read, Change change) {
		return this.sessions.isFull(read.userId(), change)
			.flatMap((full) -> Mono
				.error(full ? new Unavailable("The outbox of the user's sessions is full") : new LostRace()));
	}

	private static final class LostRace extends RuntimeException {

		private static final long serialVersionUID = 1L;

		LostRace() {
			super("The sessions have changed since they were read", null, false, false);
		}

	}

}
