package dev.rollcall.notification.request;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.JwkSetUriReactiveJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;

/**
 * Nothing is answered without an access token of session-service, but for the open
 * management endpoints. Issuer, audience and algorithm are Boot's own settings.
 */
@Configuration(proxyBeanMethods = false)
class AccessTokenConfiguration {

	private static final Duration LEEWAY = Duration.ofSeconds(60);

	private static final Duration KEYS_TIME_LIMIT = Duration.ofSeconds(2);

	@Bean
	SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, ReactiveJwtDecoder decoder,
			ProblemHandler problems) {
		ServerAuthenticationEntryPoint entryPoint = entryPoint(problems);
		return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.authorizeExchange(
					(paths) -> paths.pathMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")
						.permitAll()
						.anyExchange()
						.authenticated())
			.oauth2ResourceServer((tokens) -> tokens.authenticationEntryPoint(entryPoint)
				.jwt((jwt) -> jwt.jwtDecoder(withKeysAway(decoder))))
			.exceptionHandling((failures) -> failures.authenticationEntryPoint(entryPoint))
			.build();
	}

	@Bean
	JwkSetUriReactiveJwtDecoderBuilderCustomizer boundedKeyFetch() {
		WebClient client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().responseTimeout(KEYS_TIME_LIMIT)))
			.build();
		return (decoder) -> decoder.webClient(client).validateType(false);
	}

	// Malformed enough for Spring Security's firewall.
	@Bean
	ServerExchangeRejectedHandler malformed() {
		return (exchange, rejected) -> Mono.error(new ResponseStatusException(HttpStatus.BAD_REQUEST));
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenType() {
		return new JwtTypeValidator("at+jwt");
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenTime() {
		JwtTimestampValidator validator = new JwtTimestampValidator(LEEWAY);
		validator.setAllowEmptyExpiryClaim(false);
		validator.setAllowEmptyNotBeforeClaim(false);
		return validator;
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenUser() {
		return new JwtClaimValidator<>("sub", AccessTokenConfiguration::isGiven);
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenSession() {
		return new JwtClaimValidator<>("sid", AccessTokenConfiguration::isGiven);
	}

	/**
	 * A token that cannot be checked, for the keys cannot be had, is neither good nor
	 * bad: 503, and the caller keeps it.
	 */
	private static ReactiveJwtDecoder withKeysAway(ReactiveJwtDecoder decoder) {
		return (token) -> decoder.decode(token)
			.onErrorMap(IllegalStateException.class,
					(ex) -> new AuthenticationServiceException("The keys cannot be fetched", ex));
	}

	private static boolean isGiven(@Nullable String claim) {
		return claim != null && !claim.isBlank();
	}

	// Not Spring's own entry point: it completes the answer, so that no problem can
	// follow.
	private static ServerAuthenticationEntryPoint entryPoint(ProblemHandler problems) {
		return (exchange, ex) -> {
			exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge(ex));
			return problems.write(exchange, Problem.UNAUTHORIZED);
		};
	}

	private static String challenge(AuthenticationException ex) {
		return (ex instanceof OAuth2AuthenticationException) ? "Bearer error=\"invalid_token\"" : "Bearer";
	}

}
