package dev.rollcall.registration.web;

import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.ConfirmedAdministrators;
import dev.rollcall.web.StatelessSecurity;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ResponseStatusException;

/**
 * Access rules. Own account: any valid access token; /admin: administrators, confirmed by
 * the store; registration, verification and recovery: public; everything else does not
 * exist.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String ADMINISTRATION = "/api/v1/admin/**";

	@Bean
	@Order(1)
	SecurityWebFilterChain users(ServerHttpSecurity http, StatelessSecurity security, ReactiveJwtDecoder tokens,
			AccountCommands accounts) {
		ConfirmedAdministrators administrators = new ConfirmedAdministrators(
				(user) -> accounts.isAdministrator(new UserId(user)));
		return security.withAccessToken(http, tokens)
			.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/v1/users/**", ADMINISTRATION,
					"/api/v1/email-verifications/requests"))
			.authorizeExchange((requests) -> requests.pathMatchers(ADMINISTRATION)
				.access(administrators)
				.anyExchange()
				.authenticated())
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain others(ServerHttpSecurity http, StatelessSecurity security) {
		return security.open(http)
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

}
