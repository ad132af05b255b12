package dev.rollcall.session.session;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;

import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends sessions of one user. Ending a session that is unknown or has ended changes
 * nothing and is no error.
 */
@Component
public final class Ending {

	private final SessionCommands commands;

	private final Clock clock;

	Ending(SessionCommands commands, Clock clock) {
		this.commands = commands;
		this.clock = clock;
	}

	/**
	 * Ends one of the caller's sessions.
	 */
	public Mono<Void> endOne(Caller caller, UUID sessionId, String correlationId) {
		return end(caller, correlationId, (session) -> session.id().value().equals(sessionId));
	}

	/**
	 * Ends all of the caller's sessions.
	 * @param exceptCurrent whether the session of the request continues
	 */
	public Mono<Void> endAll(Caller caller, boolean exceptCurrent, String correlationId) {
		return end(caller, correlationId, (session) -> !exceptCurrent || !isCurrent(session, caller));
	}

	/**
	 * Ends all sessions of a user.
	 */
	public Mono<Void> endAll(UserId userId, UserId administrator, String correlationId) {
		return this.commands
			.run(userId, Cause.administrator(correlationId, administrator.value()), UserSessions::endAll)
			.then();
	}

	private Mono<Void> end(Caller caller, String correlationId, Predicate<Session> condition) {
		return this.commands
			.run(new UserId(caller.userId()), Cause.request(correlationId),
					(sessions) -> sessions.end(condition, (session) -> reason(session, caller)))
			.then();
	}

	private EndReason reason(Session session, Caller caller) {
		if (!session.isLive(this.clock.instant())) {
			return EndReason.EXPIRED;
		}
		return isCurrent(session, caller) ? EndReason.SIGNED_OUT : EndReason.ENDED_BY_USER;
	}

	private static boolean isCurrent(Session session, Caller caller) {
		return session.id().value().equals(caller.sessionId());
	}

}
