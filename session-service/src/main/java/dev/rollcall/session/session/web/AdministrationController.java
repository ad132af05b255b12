package dev.rollcall.session.session.web;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.session.Ending;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Ends other users' sessions. The access rules allow it to administrators only.
 */
@RestController
final class AdministrationController {

	private final Ending ending;

	AdministrationController(Ending ending) {
		this.ending = ending;
	}

	@PostMapping("/api/v1/admin/users/{id}/sessions/end")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> endAll(@PathVariable String id, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		return this.ending.endAll(parsed(id), new UserId(caller.userId()), CorrelationId.of(exchange));
	}

	private static UserId parsed(String id) {
		try {
			return UserId.of(id);
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
	}

}
