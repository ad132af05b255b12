package dev.rollcall.registration.recovery;

import java.time.Duration;

import dev.rollcall.registration.account.ConsistencyTokens;
import dev.rollcall.registration.account.DeviceTokens;
import dev.rollcall.registration.account.NewPassword;
import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Requests and confirmations of password resets.
 */
@RestController
class RecoveryController {

	/**
	 * Minimum response time. It hides the additional write for an existing account.
	 */
	private static final Duration ANSWER_AFTER = Duration.ofMillis(100);

	private static final String TOKEN = "token";

	private static final int MAX_TOKEN = 512;

	private final PasswordReset reset;

	private final ConsistencyTokens tokens;

	private final DeviceTokens devices;

	RecoveryController(PasswordReset reset, ConsistencyTokens tokens, DeviceTokens devices) {
		this.reset = reset;
		this.tokens = tokens;
		this.devices = devices;
	}

	@PostMapping(path = "/api/v1/password-resets", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> request(@RequestBody JsonNode body, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<EmailAddress> address = fields.required("email", EmailAddress.MAX_LENGTH, EmailAddress::of);
		fields.check();
		return Mono.when(this.reset.request(address.get(), CorrelationId.of(exchange)), Mono.delay(ANSWER_AFTER));
	}

	@PostMapping(path = "/api/v1/password-resets/confirm", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> confirm(@RequestBody JsonNode body, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<String> token = fields.required(TOKEN, MAX_TOKEN, (text) -> text);
		Fields.Field<Password> password = fields.required(NewPassword.FIELD, Integer.MAX_VALUE, Password::new);
		fields.check();
		return this.reset.confirm(token.get(), password.get(), CorrelationId.of(exchange))
			.map((account) -> ResponseEntity.noContent()
				.header(ConsistencyToken.HEADER, this.tokens.of(account))
				.header(DeviceToken.HEADER, this.devices.of(account))
				.build());
	}

}
