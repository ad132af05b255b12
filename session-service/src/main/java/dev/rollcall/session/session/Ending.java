package dev.rollcall.session.session;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.web.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends sessions of one user. Ending a session that is unknown or has ended changes
 * nothing and is no error.
 */
@Component
public final class Ending {

	private final SessionCommands commands;

	private final Accounts accounts;

	private final Clock clock;

	Ending(SessionCommands commands, Accounts accounts, Clock clock) {
		this.commands = commands;
		this.accounts = accounts;
		this.clock = clock;
	}

	/**
	 * Ends one of the caller's sessions.
	 */
	public Mono<Void> endOne(Caller caller, UUID sessionId, String correlationId) {
		return this.commands
			.run(new UserId(caller.userId()), Cause.request(correlationId),
					(sessions) -> sessions.end((session) -> session.id().value().equals(sessionId),
							(session) -> reason(session, caller)))
			.then();
	}

	/**
	 * Ends all of the caller's sessions.
	 * @param exceptCurrent whether the session of the request continues
	 */
	public Mono<Void> endAll(Caller caller, boolean exceptCurrent, String correlationId) {
		SessionId kept = exceptCurrent ? new SessionId(caller.sessionId()) : null;
		return endAll(new UserId(caller.userId()), Cause.request(correlationId), kept,
				(session) -> reason(session, caller));
	}

	/**
	 * Ends all sessions of a user. Does nothing if the user is unknown.
	 */
	public Mono<Void> endAll(UserId userId, UserId administrator, String correlationId) {
		return this.accounts.find(userId)
			.flatMap((account) -> endAll(userId, Cause.administrator(correlationId, administrator.value()), null,
					(session) -> EndReason.ENDED_BY_ADMINISTRATOR));
	}

	private Mono<Void> endAll(UserId userId, Cause cause, @Nullable SessionId kept,
			Function<Session, EndReason> reason) {
		return this.commands.run(userId, cause, (sessions) -> new Decision<>(true, sessions.endAll(kept, reason)))
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
