package dev.rollcall.web;

import java.net.URI;
import java.util.List;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers requests with problem details.
 */
public final class Problems {

	private static final String RETRY_AFTER_SECONDS = "1";

	private final JsonMapper json;

	Problems(JsonMapper json) {
		this.json = json;
	}

	public Mono<Void> answer(ServerWebExchange exchange, Problem problem) {
		return write(exchange, problem.status(), body(exchange, problem));
	}

	/**
	 * Answers with a detail of its own.
	 * @param detail what happened this time, in place of the type's standard detail
	 */
	public Mono<Void> answer(ServerWebExchange exchange, Problem problem, String detail) {
		return write(exchange, problem.status(), body(exchange, problem).withDetail(detail));
	}

	/** Answers with errors in fields. */
	public Mono<Void> answer(ServerWebExchange exchange, List<FieldError> errors) {
		return write(exchange, Problem.INVALID_REQUEST.status(),
				body(exchange, Problem.INVALID_REQUEST).withErrors(errors));
	}

	private Mono<Void> write(ServerWebExchange exchange, HttpStatus status, ProblemBody problem) {
		ServerHttpResponse response = exchange.getResponse();
		byte[] body = this.json.writeValueAsBytes(problem);
		response.setStatusCode(status);
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().setContentLength(body.length);
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static ProblemBody body(ServerWebExchange exchange, Problem problem) {
		return problem.body(instance(exchange.getRequest().getPath().value()), CorrelationId.of(exchange));
	}

	/** At the beginning of a reference, two slashes would precede a host. */
	private static URI instance(String path) {
		return URI.create(path.startsWith("//") ? "/." + path : path);
	}

}
