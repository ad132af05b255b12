package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.rollcall.session.request.Correlation;
import dev.rollcall.session.request.FieldError;
import dev.rollcall.session.request.InvalidRequest;
import dev.rollcall.session.token.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * A user's own sessions: list and end.
 */
@RestController
@RequestMapping("/api/v1/sessions")
final class SessionController {

	private final MongoSessions sessions;

	private final Ending ending;

	private final Clock clock;

	SessionController(MongoSessions sessions, Ending ending, Clock clock) {
		this.sessions = sessions;
		this.ending = ending;
		this.clock = clock;
	}

	@GetMapping
	Mono<SessionList> list(@AuthenticationPrincipal Caller caller) {
		return this.sessions.find(caller.userId()).map((found) -> SessionList.of(found, caller, this.clock.instant()));
	}

	@DeleteMapping("/current")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endCurrent(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		return this.ending.endCurrent(caller, Correlation.id(exchange));
	}

	@DeleteMapping("/{sessionId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endOne(@PathVariable String sessionId, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		SessionId id = SessionId.parse(sessionId).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		return this.ending.endOne(caller, id, Correlation.id(exchange));
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endAll(@RequestParam(required = false) @Nullable String except, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		if (except != null && !"current".equals(except)) {
			throw new InvalidRequest(List.of(FieldError.invalid("except", "Only 'current' is taken.")));
		}
		return this.ending.endAll(caller, except != null, Correlation.id(exchange));
	}

	/**
	 * The live sessions of a user, the last used one first.
	 *
	 * @param sessions the sessions
	 */
	record SessionList(List<SessionView> sessions) {

		static SessionList of(UserSessions found, Caller caller, Instant now) {
			return new SessionList(found.live(now)
				.stream()
				.sorted(Comparator.comparing(Session::lastUsedAt).reversed())
				.map((session) -> SessionView.of(session, caller))
				.toList());
		}

	}

	/**
	 * A session as its user sees it.
	 *
	 * @param sessionId the session
	 * @param startedAt when the user signed in
	 * @param lastUsedAt when it was last refreshed
	 * @param device what the client calls its device
	 * @param address the client's address at sign-in
	 * @param current whether the request came from it
	 */
	record SessionView(String sessionId, Instant startedAt, Instant lastUsedAt, @Nullable String device,
			@Nullable String address, boolean current) {

		static SessionView of(Session session, Caller caller) {
			return new SessionView(session.id().toString(), session.startedAt(), session.lastUsedAt(), session.device(),
					session.address(), session.id().value().equals(caller.sessionId()));
		}

	}

}
