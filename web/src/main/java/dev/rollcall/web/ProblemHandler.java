package dev.rollcall.web;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.CodecException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;

/**
 * Answers every exception that no endpoint handles, including the framework's own
 * refusals, with problem details.
 */
@Order(-2)
final class ProblemHandler implements ErrorWebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	private final Problems problems;

	private final List<TemporaryFailure> temporary;

	ProblemHandler(Problems problems, ObjectProvider<TemporaryFailure> temporary) {
		this.problems = problems;
		this.temporary = temporary.stream().toList();
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		if (error instanceof InvalidRequest invalid) {
			return this.problems.answer(exchange, invalid.errors());
		}
		Problem problem = problem(error);
		if (problem == Problem.INVALID_REQUEST && error instanceof ServerWebInputException input) {
			return this.problems.answer(exchange, unreadable(input));
		}
		if (error instanceof ErrorResponse refusal) {
			exchange.getResponse().getHeaders().putAll(refusal.getHeaders());
		}
		if (problem == Problem.REQUEST_TIMEOUT) {
			// The rest of the body will not be read.
			exchange.getResponse().getHeaders().setConnection("close");
		}
		log(exchange, problem, error);
		return this.problems.answer(exchange, problem);
	}

	private Problem problem(Throwable error) {
		if (causes(error).anyMatch(DataBufferLimitException.class::isInstance)) {
			return Problem.PAYLOAD_TOO_LARGE;
		}
		if (error instanceof ErrorResponse refusal) {
			return Problem.of(refusal.getStatusCode().value());
		}
		if (error instanceof AbortedException) {
			// The client closed the connection, so this only counts in the metrics.
			return Problem.INVALID_REQUEST;
		}
		return (reason(error) != null) ? Problem.UNAVAILABLE : Problem.INTERNAL;
	}

	private @Nullable String reason(Throwable error) {
		if (error instanceof Unavailable || error instanceof AuthenticationServiceException) {
			return error.getMessage();
		}
		if (error instanceof TimeoutException) {
			return "The time limit was exceeded";
		}
		if (error instanceof RejectedExecutionException) {
			return "Too many requests wait for a thread";
		}
		return this.temporary.stream()
			.map((failure) -> failure.reason(error))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** A missing body is a decoding exception, too, but has no cause. */
	private static List<FieldError> unreadable(ServerWebInputException input) {
		boolean malformed = input.getCause() instanceof CodecException decoding && decoding.getCause() != null;
		return List.of(malformed ? new FieldError("body", "malformed", "The body is not JSON")
				: new FieldError("body", "required", "A body is required"));
	}

	private void log(ServerWebExchange exchange, Problem problem, Throwable error) {
		if (problem == Problem.INTERNAL) {
			logger.error("Request {} failed", CorrelationId.of(exchange), error);
		}
		else if (problem == Problem.UNAVAILABLE) {
			logger.warn("Request {} was answered 503: {}", CorrelationId.of(exchange),
					Objects.requireNonNullElseGet(reason(error), error::toString));
		}
	}

	private static Stream<Throwable> causes(Throwable error) {
		return Stream.iterate(error, (cause) -> cause != null, Throwable::getCause);
	}

}
