package dev.rollcall.session.session.web;

import java.util.List;

import dev.rollcall.session.request.Correlation;
import dev.rollcall.session.request.FieldError;
import dev.rollcall.session.request.InvalidRequest;
import dev.rollcall.session.request.Problem;
import dev.rollcall.session.request.ProblemWriter;
import dev.rollcall.session.session.Grant;
import dev.rollcall.session.session.InvalidRefreshToken;
import dev.rollcall.session.session.Refreshing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Exchange of refresh tokens.
 */
@RestController
final class RefreshController {

	private static final Problem INVALID_REFRESH_TOKEN = new Problem("invalid-refresh-token", HttpStatus.UNAUTHORIZED,
			"The refresh token is not valid. Sign in again.");

	private final Refreshing refreshing;

	private final ProblemWriter problems;

	RefreshController(Refreshing refreshing, ProblemWriter problems) {
		this.refreshing = refreshing;
		this.problems = problems;
	}

	@PostMapping(path = "/api/v1/sessions/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<Grant> refresh(@RequestBody RefreshRequest request, ServerWebExchange exchange) {
		return this.refreshing.refresh(request.token(), Correlation.id(exchange));
	}

	@ExceptionHandler(InvalidRefreshToken.class)
	Mono<Void> refuse(ServerWebExchange exchange) {
		return this.problems.write(exchange, INVALID_REFRESH_TOKEN);
	}

	/**
	 * The body of a refresh.
	 *
	 * @param refreshToken the token
	 */
	record RefreshRequest(@Nullable String refreshToken) {

		String token() {
			if (this.refreshToken == null || this.refreshToken.isEmpty()) {
				throw new InvalidRequest(List.of(FieldError.required("refreshToken")));
			}
			return this.refreshToken;
		}

		@Override
		public String toString() {
			return "RefreshRequest[hidden]";
		}

	}

}
