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

	private final StrictRegistration strict;

	private final ConsistencyTokens tokens;

	private final RegistrationProperties properties;

	private final RegistrationLimit limit;

	RegistrationController(RegistrantReader reader, Idempotencies idempotencies, Registration registration,
			StrictRegistration strict, ConsistencyTokens tokens, RegistrationProperties properties,
			RegistrationLimit limit) {
		this.limit = limit;
		this.reader = reader;
		this.idempotencies = idempotencies;
		this.registration = registration;
		this.strict = strict;
		this.tokens = tokens;
		this.properties = properties;
	}

	@PostMapping(path = "/api/v1/registrations", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<AccountAnswer>> register(@RequestBody JsonNode body,
			@RequestHeader(name = IDEMPOTENCY_KEY, required = false) @Nullable String key, ServerWebExchange exchange) {
		checkKey(key);
		return this.reader.read(body)
			.delayUntil((registrant) -> this.limit.reserve(exchange.getRequest()))
			.flatMap((registrant) -> register(registrant, idempotency(key, registrant), CorrelationId.of(exchange)));
	}

	private Mono<ResponseEntity<AccountAnswer>> register(Registrant registrant, @Nullable Idempotency idempotency,
			String correlationId) {
		return this.properties.discloseTakenEmail()
				? this.registration.register(registrant, idempotency, correlationId).map(this::created)
				: this.strict.register(registrant, idempotency, correlationId)
					.thenReturn(ResponseEntity.accepted().build());
	}

	private @Nullable Idempotency idempotency(@Nullable String key, Registrant registrant) {
		return (key != null) ? this.idempotencies.of(key, registrant) : null;
	}

	private ResponseEntity<AccountAnswer> created(Account account) {
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
