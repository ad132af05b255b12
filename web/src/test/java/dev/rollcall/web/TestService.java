package dev.rollcall.web;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * A small service with the rules of this library.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
class TestService {

	static final ECKey KEY = AccessTokenFixture.key();

	@PostMapping(path = "/people", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> add(@RequestBody JsonNode body) {
		Fields fields = new Fields(body);
		Fields.Field<UUID> id = fields.required("id", 36, UUID::fromString);
		String name = fields.optional("name", 5, String::toString);
		fields.check();
		return Map.of("id", id.get().toString(), "name", String.valueOf(name));
	}

	@GetMapping("/people")
	Map<String, String> list(Fields query) {
		String limit = query.optional("limit", 3, (text) -> Integer.valueOf(text).toString());
		query.check();
		return Map.of("limit", String.valueOf(limit));
	}

	@GetMapping("/plain")
	Map<String, String> plain() {
		return Map.of();
	}

	@GetMapping("/slow")
	Mono<Void> slow() {
		return Mono.never();
	}

	@GetMapping("/unavailable")
	Mono<Void> unavailable() {
		return Mono.error(new Unavailable("The outbox of the account is full"));
	}

	@GetMapping("/store-away")
	Mono<Void> storeAway() {
		return Mono.error(new IllegalMonitorStateException("ada@example.com"));
	}

	@GetMapping("/broken")
	Mono<Void> broken() {
		return Mono.error(new IllegalArgumentException("not for the client"));
	}

	@GetMapping("/api/v1/admin/users/{id}")
	Map<String, String> read(@PathVariable UUID id) {
		return Map.of("id", id.toString());
	}

	@DeleteMapping("/api/v1/admin/users/{id}")
	Mono<Void> delete(@PathVariable UUID id) {
		return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	@PostMapping("/api/v1/admin/users/{id}/unavailable")
	Mono<Void> unavailableCommand(@PathVariable UUID id) {
		return Mono.error(new Unavailable("The outbox of the account is full"));
	}

	/** In the place of the endpoints of the management port. */
	@GetMapping("/actuator/things")
	Map<String, String> things() {
		return Map.of();
	}

	@PostMapping("/actuator/things/{id}/redrive")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void redrive(@PathVariable int id) {
	}

	@GetMapping("/caller")
	Caller caller(@AuthenticationPrincipal Caller caller) {
		return caller;
	}

	@Bean
	TemporaryFailure storeIsAway() {
		return (failure) -> (failure instanceof IllegalMonitorStateException) ? "The store is unavailable" : null;
	}

	@Bean
	ReactiveJwtDecoder decoder() {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSource((token) -> "away".equals(token.getHeader().getKeyID())
					? Flux.error(new IllegalStateException("keys")) : Flux.<JWK>just(KEY.toPublicJWK()))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(
				AccessTokens.validator(AccessTokenFixture.ISSUER, AccessTokenFixture.AUDIENCE, Duration.ofSeconds(60)));
		return decoder;
	}

	@Bean
	SecurityWebFilterChain routes(ServerHttpSecurity http, StatelessSecurity security, ReactiveJwtDecoder decoder) {
		return security.withAccessToken(http, decoder)
			.authorizeExchange((routes) -> routes.pathMatchers("/caller")
				.authenticated()
				.pathMatchers("/api/v1/admin/**")
				.access(new ConfirmedAdministrators((user) -> Mono.just(true)))
				.anyExchange()
				.permitAll())
			.build();
	}

}
