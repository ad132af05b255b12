package dev.rollcall.session.session.web;

import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.OpaqueString;
import dev.rollcall.session.consistency.Consistency;
import dev.rollcall.session.session.Grant;
import dev.rollcall.session.session.InvalidCredentials;
import dev.rollcall.session.session.SignIn;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.ClientAddress;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

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

	private static final int MAX_DEVICE = 100;

	private final SignIn signIn;

	private final Consistency consistency;

	private final ClientAddress addresses;

	private final Problems problems;

	SignInController(SignIn signIn, Consistency consistency, ClientAddress addresses, Problems problems) {
		this.signIn = signIn;
		this.consistency = consistency;
		this.addresses = addresses;
		this.problems = problems;
	}

	@PostMapping(path = "/api/v1/sessions", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Mono<Grant> signIn(@RequestBody JsonNode body, ServerWebExchange exchange) {
		SignIn.Attempt attempt = attempt(body, exchange);
		String token = exchange.getRequest().getHeaders().getFirst(ConsistencyToken.HEADER);
		return this.consistency.await(token, attempt.email())
			.doOnNext((awaited) -> exchange.getAttributes().put(ConsistencyToken.HEADER, awaited))
			.then(Mono.defer(() -> this.signIn.signIn(attempt)))
			.doOnNext((signedIn) -> {
				confirmConsistency(exchange);
				exchange.getResponse().getHeaders().set(DeviceToken.HEADER, signedIn.deviceToken());
			})
			.map(SignIn.SignedIn::grant);
	}

	@ExceptionHandler(InvalidCredentials.class)
	Mono<Void> refuse(ServerWebExchange exchange) {
		confirmConsistency(exchange);
		return this.problems.answer(exchange, Problem.INVALID_CREDENTIALS);
	}

	@ExceptionHandler(TooManyAttempts.class)
	Mono<Void> refuse(TooManyAttempts ex, ServerWebExchange exchange) {
		exchange.getResponse()
			.getHeaders()
			.set(HttpHeaders.RETRY_AFTER, Long.toString(ex.retryAfter().toSeconds() + 1));
		return this.problems.answer(exchange, Problem.TOO_MANY_ATTEMPTS);
	}

	private static void confirmConsistency(ServerWebExchange exchange) {
		if (Boolean.TRUE.equals(exchange.getAttribute(ConsistencyToken.HEADER))) {
			exchange.getResponse().getHeaders().set(ConsistencyToken.HEADER, Consistency.DONE);
		}
	}

	private SignIn.Attempt attempt(JsonNode body, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<EmailAddress> email = fields.required("email", EmailAddress.MAX_LENGTH, EmailAddress::of);
		Fields.Field<String> password = fields.required("password", OpaqueString.MAX_LENGTH, Fields::notEmpty);
		String device = fields.optional("device", MAX_DEVICE, Fields::line);
		fields.check();
		return new SignIn.Attempt(email.get(), password.get(), device,
				exchange.getRequest().getHeaders().getFirst(DeviceToken.HEADER),
				this.addresses.of(exchange.getRequest()), CorrelationId.of(exchange));
	}

}
