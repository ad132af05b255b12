package dev.rollcall.registration.web;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.core.codec.CodecException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Turns what no endpoint handles, the framework's own refusals among it, into problem
 * details.
 */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

	private final Problems problems;

	ProblemHandler(Problems problems) {
		this.problems = problems;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		if (ex instanceof ErrorResponse refusal) {
			exchange.getResponse().getHeaders().putAll(refusal.getHeaders());
		}
		Problem problem = problem(ex);
		if (problem.status().value() == 500) {
			log.error("Request {} failed", CorrelationId.of(exchange), ex);
		}
		return this.problems.answer(exchange, problem);
	}

	private static Problem problem(Throwable ex) {
		if (ex instanceof InvalidRequest invalid) {
			return Problem.invalid(invalid.errors());
		}
		if (ex instanceof TimeoutException || ex instanceof RejectedExecutionException
				|| ex instanceof AuthenticationServiceException) {
			return Problem.unavailable();
		}
		if (ex instanceof ServerWebInputException input) {
			return unreadable(input);
		}
		return (ex instanceof ErrorResponse refusal) ? Problem.of(refusal.getStatusCode()) : Problem.internal();
	}

	private static Problem unreadable(ServerWebInputException input) {
		// A body that is missing is a decoding exception too, but one without a cause.
		boolean malformed = input.getCause() instanceof CodecException decoding && decoding.getCause() != null;
		return Problem.invalid(List.of(malformed ? new FieldError("body", "malformed", "The body is not JSON")
				: new FieldError("body", "required", "A body is required")));
	}

}
