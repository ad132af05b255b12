package dev.rollcall.registration.account;

import dev.rollcall.outbox.EncoderNotReady;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.registration.web.CorrelationId;
import dev.rollcall.registration.web.Problem;
import dev.rollcall.registration.web.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

/**
 * What clients are told of accounts.
 */
@RestControllerAdvice
class AccountProblems {

	private static final Logger log = LoggerFactory.getLogger(AccountProblems.class);

	private final Problems problems;

	AccountProblems(Problems problems) {
		this.problems = problems;
	}

	@ExceptionHandler(EmailTaken.class)
	Mono<Void> emailTaken(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.of(HttpStatus.CONFLICT, "email-taken", "E-mail address taken",
				"There is an account with this e-mail address. Sign in, or use another address."));
	}

	@ExceptionHandler({ IdempotencyKeyReused.class, IdempotencyKeyTaken.class })
	Mono<Void> idempotencyKeyReused(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused",
				"Idempotency key reused", "This Idempotency-Key belongs to a different request. Use a new one."));
	}

	@ExceptionHandler(InvalidToken.class)
	Mono<Void> invalidToken(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.of(HttpStatus.BAD_REQUEST, "invalid-token", "Invalid token",
				"This link is not, or no longer, good for this. Ask for another one."));
	}

	@ExceptionHandler(TooManyAttempts.class)
	Mono<Void> tooManyAttempts(TooManyAttempts ex, ServerWebExchange exchange) {
		exchange.getResponse()
			.getHeaders()
			.set(HttpHeaders.RETRY_AFTER, Long.toString(ex.retryAfter().toSeconds() + 1));
		return this.problems.answer(exchange, Problem.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-attempts",
				"Too many attempts", "Try again after the time in the header Retry-After."));
	}

	/**
	 * The text of a store's error may hold what it was about: only its kind is logged.
	 */
	@ExceptionHandler({ DataAccessException.class, EncoderNotReady.class, AccountsNotReady.class })
	Mono<Void> unavailable(Exception ex, ServerWebExchange exchange) {
		log.warn("Request {} cannot be answered now: {}", CorrelationId.of(exchange), ex.getClass().getSimpleName());
		return this.problems.answer(exchange, Problem.unavailable());
	}

}
