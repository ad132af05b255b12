package dev.rollcall.registration.account;

import dev.rollcall.outbox.EncoderNotReady;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import dev.rollcall.web.TemporaryFailure;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

/**
 * Maps the exceptions of accounts to problems.
 */
@RestControllerAdvice
class AccountProblems implements TemporaryFailure {

	private final Problems problems;

	AccountProblems(Problems problems) {
		this.problems = problems;
	}

	@ExceptionHandler(EmailTaken.class)
	Mono<Void> emailTaken(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.EMAIL_TAKEN);
	}

	@ExceptionHandler(LastAdministrator.class)
	Mono<Void> lastAdministrator(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.LAST_ADMINISTRATOR);
	}

	@ExceptionHandler({ IdempotencyKeyReused.class, IdempotencyKeyTaken.class })
	Mono<Void> idempotencyKeyReused(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.IDEMPOTENCY_KEY_REUSED);
	}

	@ExceptionHandler(InvalidToken.class)
	Mono<Void> invalidToken(ServerWebExchange exchange) {
		return this.problems.answer(exchange, Problem.INVALID_TOKEN);
	}

	@ExceptionHandler(TooManyAttempts.class)
	Mono<Void> tooManyAttempts(TooManyAttempts ex, ServerWebExchange exchange) {
		exchange.getResponse()
			.getHeaders()
			.set(HttpHeaders.RETRY_AFTER, Long.toString(ex.retryAfter().toSeconds() + 1));
		return this.problems.answer(exchange, Problem.TOO_MANY_ATTEMPTS);
	}

	@Override
	public @Nullable String reason(Throwable failure) {
		if (failure instanceof DataAccessException) {
			return "The store failed: " + failure.getClass().getSimpleName();
		}
		return (failure instanceof EncoderNotReady) ? failure.getMessage() : null;
	}

}
