package dev.rollcall.session.session.web;

import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.session.session.Grant;
import dev.rollcall.session.session.InvalidRefreshToken;
import dev.rollcall.session.session.Refreshing;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Exchanges refresh tokens.
 */
@RestController
final class RefreshController {

	private final Refreshing refreshing;

	private final Problems problems;

	RefreshController(Refreshing refreshing, Problems problems) {
		this.refreshing = refreshing;
		this.problems = problems;
	}

	@PostMapping(path = "/api/v1/sessions/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<Grant> refresh(@RequestBody JsonNode body, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<String> token = fields.required("refreshToken", Integer.MAX_VALUE, Fields::notEmpty);
		fields.check();
		return this.refreshing.refresh(token.get(), exchange.getRequest().getHeaders().getFirst(DeviceToken.HEADER),
				CorrelationId.of(exchange));
	}

	@ExceptionHandler(InvalidRefreshToken.class)
	Mono<Void> refuse(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.INVALID_REFRESH_TOKEN);
	}

}
