package dev.rollcall.registration.web;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who may call what: users with an access token their own account, administrators other
 * people's, everybody registration, verification and recovery, nobody anything else.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

	private static final String ADMINISTRATION = "/api/v1/admin/**";

	private final Problems problems;

	SecurityConfiguration(Problems problems) {
		this.problems = problems;
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain users(ServerHttpSecurity http, ReactiveJwtDecoder tokens) {
		return stateless(http)
			.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/v1/users/**", ADMINISTRATION,
					"/api/v1/email-verifications/requests"))
			.authorizeExchange(
					(requests) -> requests.pathMatchers(ADMINISTRATION).hasRole("admin").anyExchange().authenticated())
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(this::unauthorized)
				.accessDeniedHandler((exchange, ex) -> this.problems.answer(exchange, Problem.forbidden())))
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt.jwtDecoder((token) -> decode(tokens, token)).jwtAuthenticationConverter(roles()))
				.authenticationEntryPoint(this::unauthorized))
			.build();
	}

	private static ReactiveJwtAuthenticationConverterAdapter roles() {
		JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
		roles.setAuthoritiesClaimName("roles");
		roles.setAuthorityPrefix("ROLE_");
		JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
		converter.setJwtGrantedAuthoritiesConverter(roles);
		return new ReactiveJwtAuthenticationConverterAdapter(converter);
	}

	/** That the keys cannot be had says nothing about the token. */
	private static Mono<Jwt> decode(ReactiveJwtDecoder tokens, String token) {
		return tokens.decode(token)
			.onErrorMap(IllegalStateException.class,
					(ex) -> new AuthenticationServiceException("The keys of access tokens cannot be had", ex));
	}

	/** Reads no token: one that has expired must not keep anybody from registering. */
	@Bean
	@Order(2)
	SecurityWebFilterChain others(ServerHttpSecurity http) {
		return stateless(http)
			.authorizeExchange((requests) -> requests
				.pathMatchers("/api/v1/registrations", "/api/v1/email-verifications", "/api/v1/password-resets",
						"/api/v1/password-resets/confirm")
				.permitAll()
				.pathMatchers("/actuator/health/**", "/actuator/prometheus")
				.permitAll()
				.anyExchange()
				.access((authentication, context) -> Mono
					.<AuthorizationResult>error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))))
			.build();
	}

	/** What is refused before any of it, such as a path with two slashes. */
	@Bean
	ServerExchangeRejectedHandler rejected() {
		return (exchange, ex) -> Mono.error(new ResponseStatusException(HttpStatus.BAD_REQUEST));
	}

	/** Beside what Boot's properties ask for: issuer, audience, algorithm, times. */
	@Bean
	OAuth2TokenValidator<Jwt> accessTokenType() {
		return new JwtTypeValidator(List.of("at+jwt"));
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenSubject() {
		return new JwtClaimValidator<String>("sub", SecurityConfiguration::uuid);
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenSession() {
		return new JwtClaimValidator<>("sid", (session) -> session instanceof String text && uuid(text));
	}

	private Mono<Void> unauthorized(ServerWebExchange exchange, AuthenticationException ex) {
		exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return this.problems.answer(exchange, Problem.unauthorized());
	}

	private static boolean uuid(@Nullable String subject) {
		try {
			return subject != null && UUID.fromString(subject).toString().equals(subject);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
		return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache((cache) -> cache.requestCache(NoOpServerRequestCache.getInstance()))
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
	}

}
