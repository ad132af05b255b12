package dev.rollcall.session.session.web;

import java.util.List;
import java.util.UUID;

import dev.rollcall.session.request.Correlation;
import dev.rollcall.session.request.FieldError;
import dev.rollcall.session.request.InvalidRequest;
import dev.rollcall.session.session.Ending;
import dev.rollcall.session.session.ListedSession;
import dev.rollcall.session.session.Listing;
import dev.rollcall.session.token.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * A user's own sessions: list and end.
 */
@RestController
final class SessionController {

	private static final String SESSIONS = "/api/v1/sessions";

	private final Listing listing;

	private final Ending ending;

	SessionController(Listing listing, Ending ending) {
		this.listing = listing;
		this.ending = ending;
	}

	/** The gateway puts it together with what the other services hold. */
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
		return this.ending.endCurrent(caller, Correlation.id(exchange));
	}

	@DeleteMapping(SESSIONS + "/{sessionId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endOne(@PathVariable String sessionId, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		return this.ending.endOne(caller, parsed(sessionId), Correlation.id(exchange));
	}

	@DeleteMapping(SESSIONS)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endAll(@RequestParam(required = false) @Nullable String except, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		if (except != null && !"current".equals(except)) {
			throw new InvalidRequest(List.of(FieldError.invalid("except", "Only 'current' is taken.")));
		}
		return this.ending.endAll(caller, except != null, Correlation.id(exchange));
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
	 * The answer to a list.
	 *
	 * @param sessions the live sessions, the last used one first
	 */
	record SessionList(List<ListedSession> sessions) {

	}

}
