package dev.rollcall.registration.verification;

import dev.rollcall.registration.account.ConsistencyTokens;
import dev.rollcall.registration.account.NewAddress;
import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.OpaqueString;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Requests and confirmations of address verifications.
 */
@RestController
class VerificationController {

	private static final String TOKEN = "token";

	private static final String PASSWORD = "password";

	private static final String NEW_EMAIL = "newEmail";

	private static final int MAX_TOKEN = 512;

	private final EmailVerification verification;

	private final NewAddress addresses;

	private final ConsistencyTokens tokens;

	VerificationController(EmailVerification verification, NewAddress addresses, ConsistencyTokens tokens) {
		this.addresses = addresses;
		this.verification = verification;
		this.tokens = tokens;
	}

	@PostMapping("/api/v1/email-verifications/requests")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> request(@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		return this.verification.request(user(caller), CorrelationId.of(exchange))
			.switchIfEmpty(Mono.error(VerificationController::notFound))
			.then();
	}

	@PostMapping(path = "/api/v1/email-verifications", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> confirm(@RequestBody JsonNode body, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<String> token = fields.required(TOKEN, MAX_TOKEN, (text) -> text);
		fields.check();
		return this.verification.confirm(token.get(), CorrelationId.of(exchange))
			.map((account) -> ResponseEntity.noContent()
				.header(ConsistencyToken.HEADER, this.tokens.of(account))
				.build());
	}

	@PostMapping(path = "/api/v1/users/me/email", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> change(@RequestBody JsonNode body, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<Password> password = fields.required(PASSWORD, OpaqueString.MAX_LENGTH, Password::new);
		Fields.Field<EmailAddress> address = fields.required(NEW_EMAIL, EmailAddress.MAX_LENGTH, this.addresses::read);
		fields.check();
		return this.verification.requestChange(user(caller), password.get(), address.get(), CorrelationId.of(exchange))
			.switchIfEmpty(Mono.error(VerificationController::notFound))
			.then();
	}

	private static UserId user(Caller caller) {
		return new UserId(caller.userId());
	}

	private static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
