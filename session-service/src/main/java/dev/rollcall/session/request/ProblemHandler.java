package dev.rollcall.session.request;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import com.mongodb.MongoException;
import dev.rollcall.outbox.EncoderNotReady;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Turns whatever no endpoint has answered into problem details.
 */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

	private final ProblemWriter writer;

	ProblemHandler(ProblemWriter writer) {
		this.writer = writer;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		Problem problem = problem(error);
		log(exchange, problem, error);
		if (error instanceof ResponseStatusException status) {
			exchange.getResponse().getHeaders().putAll(status.getHeaders());
		}
		return this.writer.write(exchange, problem);
	}

	private static void log(ServerWebExchange exchange, Problem problem, Throwable error) {
		if (problem.status().value() == 500) {
			logger.error("Request {} failed", Correlation.id(exchange), error);
		}
		else if (problem.status().is5xxServerError()) {
			logger.warn("Request {} refused: {}", Correlation.id(exchange), error.toString());
		}
	}

	private static Problem problem(Throwable error) {
		if (error instanceof InvalidRequest invalid) {
			return Problem.invalid(invalid.errors());
		}
		if (causedBy(error, BodyLimit.BodyTooLarge.class) || causedBy(error, DataBufferLimitException.class)) {
			return Problem.PAYLOAD_TOO_LARGE;
		}
		if (error instanceof ServerWebInputException input) {
			return Problem.invalid(UnreadableBody.errors(input));
		}
		return (error instanceof ResponseStatusException status) ? problem(status) : failure(error);
	}

	private static Problem problem(ResponseStatusException error) {
		if (error instanceof MethodNotAllowedException) {
			return Problem.METHOD_NOT_ALLOWED;
		}
		if (error instanceof UnsupportedMediaTypeStatusException) {
			return Problem.UNSUPPORTED_MEDIA_TYPE;
		}
		if (error instanceof NotAcceptableStatusException) {
			return Problem.NOT_ACCEPTABLE;
		}
		return (error.getStatusCode().value() == 404) ? Problem.NOT_FOUND : Problem.INTERNAL;
	}

	private static Problem failure(Throwable error) {
		boolean passing = error instanceof Unavailable || error instanceof TimeoutException
				|| error instanceof RejectedExecutionException || error instanceof EncoderNotReady
				|| error instanceof DataAccessException || error instanceof MongoException;
		return passing ? Problem.UNAVAILABLE : Problem.INTERNAL;
	}

	private static boolean causedBy(@Nullable Throwable error, Class<? extends Throwable> type) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return true;
			}
		}
		return false;
	}

}
