package dev.rollcall.session.request;

import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Writes problem details as the answer.
 */
@Component
public final class ProblemWriter {

	private static final String TYPES = "https://rollcall.dev/problems/";

	private final JsonMapper json;

	ProblemWriter(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Writes the answer.
	 * @param exchange the request that was not done
	 * @param problem why
	 * @return completes when it is written
	 */
	public Mono<Void> write(ServerWebExchange exchange, Problem problem) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
		}
		byte[] body = this.json.writeValueAsBytes(body(exchange, problem));
		response.getHeaders().setContentLength(body.length);
		DataBuffer buffer = response.bufferFactory().wrap(body);
		return response.writeWith(Mono.just(buffer));
	}

	private static Map<String, Object> body(ServerWebExchange exchange, Problem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", TYPES + problem.name());
		body.put("title", problem.title());
		body.put("status", problem.status().value());
		body.put("detail", problem.detail());
		body.put("instance", exchange.getRequest().getPath().value());
		body.put("correlationId", Correlation.id(exchange));
		if (!problem.errors().isEmpty()) {
			body.put("errors", problem.errors());
		}
		return body;
	}

}
