package dev.rollcall.registration.web;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers with problem details.
 */
@Component
public final class Problems {

	private static final URI TYPES = URI.create("https://rollcall.dev/problems/");

	private static final String RETRY_AFTER_SECONDS = "1";

	private final JsonMapper json;

	Problems(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Writes the answer.
	 * @param exchange the request
	 * @param problem what to tell
	 * @return completes when it is written
	 */
	public Mono<Void> answer(ServerWebExchange exchange, Problem problem) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(problem.status());
		response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (problem.passes()) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		byte[] body = this.json.writeValueAsBytes(body(exchange, problem));
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static Map<String, Object> body(ServerWebExchange exchange, Problem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", TYPES.resolve(problem.name()));
		body.put("title", problem.title());
		body.put("status", problem.status().value());
		body.put("detail", problem.detail());
		body.put("instance", exchange.getRequest().getPath().value());
		body.put("correlationId", CorrelationId.of(exchange));
		if (!problem.errors().isEmpty()) {
			body.put("errors", problem.errors());
		}
		return body;
	}

}
