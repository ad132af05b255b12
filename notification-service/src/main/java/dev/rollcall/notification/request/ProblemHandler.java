package dev.rollcall.notification.request;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers everything that fails with problem details (RFC 9457).
 */
@Component
@Order(-2)
final class ProblemHandler implements ErrorWebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	private final JsonMapper json;

	ProblemHandler(JsonMapper json) {
		this.json = json;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		Problem problem = Problem.of(ex);
		if (problem.isUnexpected()) {
			logger.error("Request {} failed", CorrelationFilter.of(exchange), ex);
		}
		if (ex instanceof ErrorResponse response) {
			exchange.getResponse().getHeaders().putAll(response.getHeaders());
		}
		return write(exchange, problem);
	}

	Mono<Void> write(ServerWebExchange exchange, Problem problem) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
		}
		DataBuffer body = response.bufferFactory().wrap(this.json.writeValueAsBytes(body(exchange, problem)));
		return response.writeWith(Mono.just(body));
	}

	private static Map<String, Object> body(ServerWebExchange exchange, Problem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", "https://rollcall.dev/problems/" + problem.name());
		body.put("title", problem.title());
		body.put("status", problem.status().value());
		body.put("detail", problem.detail());
		body.put("instance", exchange.getRequest().getPath().value());
		body.put("correlationId", String.valueOf(CorrelationFilter.of(exchange)));
		if (problem.errors() != null) {
			body.put("errors", problem.errors());
		}
		return body;
	}

}
