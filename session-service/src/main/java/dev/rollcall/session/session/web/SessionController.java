package dev.rollcall.session.session.web;

import java.util.List;
import java.util.UUID;

import dev.rollcall.session.session.Ending;
import dev.rollcall.session.session.Listing;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Lists and ends the user's own sessions.
 */
@RestController
final class SessionController {

	private static final String SESSIONS = "/api/v1/sessions";

	private static final int MAX_EXCEPT = 100;

	private final Listing listing;

	private final Ending ending;

	SessionController(Listing listing, Ending ending) {
		this.listing = listing;
		this.ending = ending;
	}

	/** The gateway merges this with the answers of the other services. */
	@GetMapping("/api/v1/users/me/export")
	Mono<SessionList> export(@AuthenticationPrincipal Caller caller) {
		return list(caller);
	}

	@GetMapping(SESSIONS)
	Mono<SessionList> list(@AuthenticationPrincipal Caller caller) {
		return this.listing.list(caller).map(SessionList::new);
	}

	@DeleteMapping(SESSIONS + "/current")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endCurrent(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		return this.ending.endOne(caller, caller.sessionId(), CorrelationId.of(exchange));
	}

	@DeleteMapping(SESSIONS + "/{sessionId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endOne(@PathVariable String sessionId, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		return this.ending.endOne(caller, parsed(sessionId), CorrelationId.of(exchange));
	}

	@DeleteMapping(SESSIONS)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endAll(Fields query, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		String except = query.optional("except", MAX_EXCEPT, SessionController::current);
		query.check();
		return this.ending.endAll(caller, except != null, CorrelationId.of(exchange));
	}

	private static String current(String text) {
		if (!"current".equals(text)) {
			throw new IllegalArgumentException("Must be 'current'");
		}
		return text;
	}

	private static UUID parsed(String sessionId) {
		try {
			return UUID.fromString(sessionId);
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
	}

	/**
	 * The answer.
	 *
	 * @param sessions the live sessions, the most recently used one first
	 */
	record SessionList(List<Listing.ListedSession> sessions) {
	}

}
