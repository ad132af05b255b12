package dev.rollcall.gateway.problem;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.InvalidRequest;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import io.netty.handler.timeout.ReadTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.cloud.gateway.support.ServiceUnavailableException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Turns every error of the gateway into a problem. Responses of services pass through,
 * except that no response, 502 and 504 become 503.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemHandler implements ErrorWebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	private final Problems problems;

	ProblemHandler(Problems problems) {
		this.problems = problems;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		ServerHttpResponse response = exchange.getResponse();
		if (response.isCommitted()) {
			return Mono.error(error);
		}
		Problem problem = problem(error);
		log(exchange, problem, error);
		// A service's incomplete response may have left its own.
		response.getHeaders().clear();
		response.getCookies().clear();
		if (error instanceof ProblemException known) {
			known.headers().forEach(response.getHeaders()::set);
		}
		if (leavesBodyUnread(problem)) {
			response.getHeaders().setConnection("close");
		}
		return (error instanceof InvalidRequest invalid) ? this.problems.answer(exchange, invalid.errors())
				: this.problems.answer(exchange, problem);
	}

	private static Problem problem(Throwable error) {
		if (error instanceof ProblemException known) {
			return known.problem();
		}
		if (error instanceof InvalidRequest) {
			return Problem.INVALID_REQUEST;
		}
		if (error instanceof ErrorResponse refusal) {
			return Problem.of(refusal.getStatusCode().value());
		}
		if (error instanceof HttpStatusCodeException failure) {
			return Problem.of(failure.getStatusCode().value());
		}
		return isUnavailable(error) ? Problem.UNAVAILABLE : Problem.INTERNAL;
	}

	/**
	 * An aborted exception means that a service closed the connection before the request
	 * was sent, or that the client did, who gets no response then.
	 */
	private static boolean isUnavailable(Throwable error) {
		return error instanceof IOException || error instanceof TimeoutException
				|| error instanceof ReadTimeoutException || error instanceof ServiceUnavailableException
				|| error instanceof AuthenticationServiceException || error instanceof AbortedException;
	}

	private static void log(ServerWebExchange exchange, Problem problem, Throwable error) {
		if (problem == Problem.INTERNAL) {
			logger.error("Request {} failed", CorrelationId.of(exchange), error);
		}
		else if (problem == Problem.UNAVAILABLE) {
			logger.debug("Request {} reached no service", CorrelationId.of(exchange), error);
		}
	}

	private static boolean leavesBodyUnread(Problem problem) {
		return problem == Problem.PAYLOAD_TOO_LARGE || problem == Problem.REQUEST_TIMEOUT;
	}

}
