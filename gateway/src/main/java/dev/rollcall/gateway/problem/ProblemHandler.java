package dev.rollcall.gateway.problem;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;

import io.netty.handler.timeout.ReadTimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.cloud.gateway.support.ServiceUnavailableException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.gateway.header.Correlation;

/**
 * Turns every error of the gateway's own into a problem. What a service answers does not
 * come here; a service that gives no answer, or says 502 or 504, becomes 503.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemHandler implements ErrorWebExceptionHandler {

	private static final Log log = LogFactory.getLog(ProblemHandler.class);

	private static final String RETRY_AFTER_SECONDS = "1";

	private final JsonMapper json;

	ProblemHandler(JsonMapper json) {
		this.json = json;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		ProblemException answer = answer(error);
		if (answer.problem() == Problem.INTERNAL) {
			log.error("Request " + Correlation.id(exchange) + " failed", error);
		}
		else if (answer.problem() == Problem.UNAVAILABLE && log.isDebugEnabled()) {
			log.debug("Request " + Correlation.id(exchange) + " found no service", error);
		}
		return write(exchange, answer);
	}

	private static ProblemException answer(Throwable error) {
		if (error instanceof ProblemException known) {
			return known;
		}
		if (error instanceof ResponseStatusException status) {
			return of(status.getStatusCode());
		}
		if (error instanceof ErrorResponseException status) {
			return of(status.getStatusCode());
		}
		if (error instanceof HttpStatusCodeException status) {
			return of(status.getStatusCode());
		}
		if (isUnavailable(error)) {
			return new ProblemException(Problem.UNAVAILABLE);
		}
		return new ProblemException(Problem.INTERNAL);
	}

	private static boolean isUnavailable(Throwable error) {
		return error instanceof IOException || error instanceof TimeoutException
				|| error instanceof ReadTimeoutException || error instanceof ServiceUnavailableException
				|| error instanceof AuthenticationServiceException;
	}

	private static ProblemException of(HttpStatusCode status) {
		return switch (status.value()) {
			case 404 -> new ProblemException(Problem.NOT_FOUND);
			case 405 -> new ProblemException(Problem.METHOD_NOT_ALLOWED);
			case 413 -> new ProblemException(Problem.PAYLOAD_TOO_LARGE);
			case 502, 503, 504 -> new ProblemException(Problem.UNAVAILABLE);
			default -> new ProblemException(status.is4xxClientError() ? Problem.INVALID_REQUEST : Problem.INTERNAL);
		};
	}

	private Mono<Void> write(ServerWebExchange exchange, ProblemException answer) {
		Problem problem = answer.problem();
		byte[] body = this.json.writeValueAsBytes(problem.body(instance(exchange), Correlation.id(exchange)));
		ServerHttpResponse response = exchange.getResponse();
		// A service's half answer may have left its own.
		response.getHeaders().clear();
		response.getCookies().clear();
		response.setStatusCode(problem.status());
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		response.getHeaders().setContentLength(body.length);
		if (problem == Problem.UNAVAILABLE) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		answer.headers().forEach(response.getHeaders()::set);
		if (leavesBodyUnread(problem)) {
			response.getHeaders().setConnection("close");
		}
		if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
			return response.setComplete();
		}
		DataBuffer buffer = response.bufferFactory().wrap(body);
		return response.writeWith(Mono.just(buffer));
	}

	private static boolean leavesBodyUnread(Problem problem) {
		return problem == Problem.PAYLOAD_TOO_LARGE || problem == Problem.REQUEST_TIMEOUT;
	}

	private static URI instance(ServerWebExchange exchange) {
		return URI.create(exchange.getRequest().getPath().value());
	}

}
