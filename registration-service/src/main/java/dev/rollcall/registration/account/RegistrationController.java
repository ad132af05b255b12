package dev.rollcall.registration.account;

import java.net.URI;
import java.util.regex.Pattern;

import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.InvalidRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Registration.
 */
@RestController
class RegistrationController {

	private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

	private static final Pattern WELL_FORMED_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

	private final RegistrantReader reader;

	private final Idempotencies idempotencies;

	private final Registration registration;

	private final ConsistencyTokens tokens;

	private final RegistrationProperties properties;

	RegistrationController(RegistrantReader reader, Idempotencies idempotencies, Registration registration,
			ConsistencyTokens tokens, RegistrationProperties properties) {
		this.reader = reader;
		this.idempotencies = idempotencies;
		this.registration = registration;
		this.tokens = tokens;
		this.properties = properties;
	}

	@PostMapping(path = "/api/v1/registrations", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<AccountAnswer>> register(@RequestBody JsonNode body,
			@RequestHeader(name = IDEMPOTENCY_KEY, required = false) @Nullable String key, ServerWebExchange exchange) {
		checkKey(key);
		return this.reader.read(body)
			.flatMap((registrant) -> this.registration.register(registrant, idempotency(key, registrant),
					CorrelationId.of(exchange)))
			.map(this::created)
			.onErrorResume(this::isKeptSecret, (ex) -> Mono.just(ResponseEntity.accepted().build()));
	}

	/**
	 * In strict mode, the conflict of an idempotency key would reveal the account, so it
	 * is not reported.
	 */
	private boolean isKeptSecret(Throwable ex) {
		return !this.properties.discloseTakenEmail() && (ex instanceof EmailTaken || ex instanceof IdempotencyKeyReused
				|| ex instanceof IdempotencyKeyTaken);
	}

	private @Nullable Idempotency idempotency(@Nullable String key, Registrant registrant) {
		return (key != null) ? this.idempotencies.of(key, registrant) : null;
	}

	private ResponseEntity<AccountAnswer> created(Account account) {
		if (!this.properties.discloseTakenEmail()) {
			return ResponseEntity.accepted().build();
		}
		return ResponseEntity.created(URI.create(AccountController.ME))
			.header(ConsistencyToken.HEADER, this.tokens.of(account))
			.body(AccountAnswer.of(account));
	}

	private static void checkKey(@Nullable String key) {
		if (key != null && !WELL_FORMED_KEY.matcher(key).matches()) {
			throw new InvalidRequest(IDEMPOTENCY_KEY, "invalid", "1 to 255 visible ASCII characters are expected");
		}
	}

}
