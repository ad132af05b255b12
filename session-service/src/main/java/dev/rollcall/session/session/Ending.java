package dev.rollcall.session.session;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends a user's own sessions. Ending what is not among them, or no longer, is no error
 * and changes nothing.
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
	 * Ends the session that the request came from.
	 * @param caller whose
	 * @param correlationId the request that it belongs to
	 * @return completes when it is written
	 */
	public Mono<Void> endCurrent(Caller caller, String correlationId) {
		return run(caller, correlationId, (sessions) -> sessions.find(current(caller)).stream().toList());
	}

	/**
	 * Ends one session.
	 * @param caller whose
	 * @param sessionId which
	 * @param correlationId the request that it belongs to
	 * @return completes when it is written
	 */
	public Mono<Void> endOne(Caller caller, UUID sessionId, String correlationId) {
		return run(caller, correlationId, (sessions) -> sessions.find(new SessionId(sessionId)).stream().toList());
	}

	/**
	 * Ends all sessions, or all but the one that the request came from.
	 * @param caller whose
	 * @param exceptCurrent whether that one goes on
	 * @param correlationId the request that it belongs to
	 * @return completes when it is written
	 */
	public Mono<Void> endAll(Caller caller, boolean exceptCurrent, String correlationId) {
		return run(caller, correlationId,
				(sessions) -> sessions.sessions()
					.stream()
					.filter((session) -> !exceptCurrent || !session.id().equals(current(caller)))
					.toList());
	}

	/**
	 * Ends all sessions of a user.
	 * @param userId whose
	 * @param administrator who asks for it
	 * @param correlationId the request that it belongs to
	 * @return completes when it is written; a user without sessions is no error
	 */
	public Mono<Void> endAll(UserId userId, UserId administrator, String correlationId) {
		return this.commands.run(userId, Cause.administrator(correlationId, administrator.value()), (sessions) -> {
			List<Session> all = sessions.sessions();
			return all.isEmpty() ? Decision.unchanged(false)
					: new Decision<>(true, sessions.end(all, (session) -> EndReason.ENDED_BY_ADMINISTRATOR));
		}).then();
	}

	private Mono<Void> run(Caller caller, String correlationId, Choice choice) {
		return this.commands
			.run(new UserId(caller.userId()), correlationId, (sessions) -> decide(caller, sessions, choice))
			.then();
	}

	private Decision<Boolean> decide(Caller caller, UserSessions sessions, Choice choice) {
		List<Session> chosen = choice.of(sessions);
		return chosen.isEmpty() ? Decision.unchanged(false)
				: new Decision<>(true, sessions.end(chosen, (session) -> reason(session, caller)));
	}

	private EndReason reason(Session session, Caller caller) {
		if (!session.isLive(this.clock.instant())) {
			return EndReason.EXPIRED;
		}
		return session.id().equals(current(caller)) ? EndReason.SIGNED_OUT : EndReason.ENDED_BY_USER;
	}

	private static SessionId current(Caller caller) {
		return new SessionId(caller.sessionId());
	}

	/**
	 * Which sessions end.
	 */
	private interface Choice {

		List<Session> of(UserSessions sessions);

	}

}
