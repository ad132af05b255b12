package dev.rollcall.session.session.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.consistency.Consistency;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.request.ClientAddress;
import dev.rollcall.session.request.Correlation;
import dev.rollcall.session.request.FieldError;
import dev.rollcall.session.request.InvalidRequest;
import dev.rollcall.session.request.Problem;
import dev.rollcall.session.request.ProblemWriter;
import dev.rollcall.session.session.Grant;
import dev.rollcall.session.session.InvalidCredentials;
import dev.rollcall.session.session.SignIn;
import dev.rollcall.throttle.TooManyAttempts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Sign-in.
 */
@RestController
final class SignInController {

	private static final Problem INVALID_CREDENTIALS = new Problem("invalid-credentials", HttpStatus.UNAUTHORIZED,
			"E-mail and password do not match.");

	private static final Problem TOO_MANY_ATTEMPTS = new Problem("too-many-attempts", HttpStatus.TOO_MANY_REQUESTS,
			"Too many sign-ins have failed. Try again after the time in the header Retry-After.");

	private final SignIn signIn;

	private final Consistency consistency;

	private final ClientAddress addresses;

	private final ProblemWriter problems;

	SignInController(SignIn signIn, Consistency consistency, ClientAddress addresses, ProblemWriter problems) {
		this.signIn = signIn;
		this.consistency = consistency;
		this.addresses = addresses;
		this.problems = problems;
	}

	@PostMapping(path = "/api/v1/sessions", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Mono<Grant> signIn(@RequestBody SignInRequest request, ServerWebExchange exchange) {
		SignIn.Attempt attempt = request.attempt(exchange.getRequest().getHeaders().getFirst(Devices.HEADER),
				this.addresses.of(exchange.getRequest()), Correlation.id(exchange));
		String token = exchange.getRequest().getHeaders().getFirst(ConsistencyToken.HEADER);
		return this.consistency.await(token, attempt.email())
			.doOnNext((awaited) -> exchange.getAttributes().put(ConsistencyToken.HEADER, awaited))
			.then(Mono.defer(() -> this.signIn.signIn(attempt)))
			.doOnNext((signedIn) -> {
				tellConsistency(exchange);
				exchange.getResponse().getHeaders().set(Devices.HEADER, signedIn.deviceToken());
			})
			.map(SignIn.SignedIn::grant);
	}

	@ExceptionHandler(InvalidCredentials.class)
	Mono<Void> refuse(ServerWebExchange exchange) {
		tellConsistency(exchange);
		return this.problems.write(exchange, INVALID_CREDENTIALS);
	}

	@ExceptionHandler(TooManyAttempts.class)
	Mono<Void> refuse(TooManyAttempts ex, ServerWebExchange exchange) {
		exchange.getResponse()
			.getHeaders()
			.set(HttpHeaders.RETRY_AFTER, Long.toString(ex.retryAfter().toSeconds() + 1));
		return this.problems.write(exchange, TOO_MANY_ATTEMPTS);
	}

	private static void tellConsistency(ServerWebExchange exchange) {
		if (Boolean.TRUE.equals(exchange.getAttribute(ConsistencyToken.HEADER))) {
			exchange.getResponse().getHeaders().set(ConsistencyToken.HEADER, Consistency.DONE);
		}
	}

	/**
	 * The body of a sign-in.
	 *
	 * @param email the account's address
	 * @param password the password
	 * @param device what the client calls its device; optional
	 */
	record SignInRequest(@Nullable String email, @Nullable String password, @Nullable String device) {

		private static final int LONGEST_PASSWORD = 128;

		private static final int LONGEST_DEVICE = 100;

		SignIn.Attempt attempt(@Nullable String deviceToken, @Nullable String clientAddress, String correlationId) {
			List<FieldError> errors = new ArrayList<>();
			String givenEmail = given("email", this.email, EmailAddress.MAX_LENGTH, errors);
			String givenPassword = given("password", this.password, LONGEST_PASSWORD, errors);
			Optional<EmailAddress> address = address(givenEmail);
			if (errors.stream().noneMatch((error) -> error.field().equals("email")) && address.isEmpty()) {
				errors.add(FieldError.invalid("email", "Not an e-mail address."));
			}
			if (length(this.device) > LONGEST_DEVICE) {
				errors.add(FieldError.tooLong("device", LONGEST_DEVICE));
			}
			if (!errors.isEmpty()) {
				throw new InvalidRequest(errors);
			}
			return new SignIn.Attempt(address.orElseThrow(), givenPassword, this.device, deviceToken, clientAddress,
					correlationId);
		}

		private static Optional<EmailAddress> address(String text) {
			try {
				return Optional.of(EmailAddress.of(text));
			}
			catch (IllegalArgumentException ex) {
				return Optional.empty();
			}
		}

		private static String given(String field, @Nullable String value, int limit, List<FieldError> errors) {
			if (value == null || value.isEmpty()) {
				errors.add(FieldError.required(field));
			}
			else if (length(value) > limit) {
				errors.add(FieldError.tooLong(field, limit));
			}
			return (value != null) ? value : "";
		}

		private static int length(@Nullable String value) {
			return (value != null) ? value.codePointCount(0, value.length()) : 0;
		}

		@Override
		public String toString() {
			return "SignInRequest[hidden]";
		}

	}

}
