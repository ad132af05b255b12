package dev.rollcall.web;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;

/**
 * Filter chains without HTTP sessions, log-in pages and cookies. The services add their
 * routes and access rules.
 */
public final class StatelessSecurity {

	private final Problems problems;

	StatelessSecurity(Problems problems) {
		this.problems = problems;
	}

	/** Each filter and each decision would be measured and, with traces, be a span. */
	@Bean
	static SecurityObservationSettings noObservations() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * Returns a chain that does not look at access tokens: an expired one must not block
	 * a public endpoint.
	 */
	public ServerHttpSecurity open(ServerHttpSecurity http) {
		return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
	}

	/**
	 * Returns a chain that authenticates callers by access token, with the authority
	 * {@code ROLE_<role>} for each role.
	 */
	public ServerHttpSecurity withAccessToken(ServerHttpSecurity http, ReactiveJwtDecoder decoder) {
		return open(http)
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(this::unauthorized)
				.accessDeniedHandler((exchange, ex) -> AuditTrail.refused(exchange, 403)
					.then(this.problems.answer(exchange, Problem.FORBIDDEN))))
			.oauth2ResourceServer((server) -> server.authenticationEntryPoint(this::unauthorized)
				.jwt((jwt) -> jwt.jwtDecoder(AccessTokens.strict(decoder))
					.jwtAuthenticationConverter(StatelessSecurity::authentication)));
	}

	private Mono<Void> unauthorized(ServerWebExchange exchange, AuthenticationException ex) {
		String challenge = (ex instanceof OAuth2AuthenticationException) ? "Bearer error=\"invalid_token\"" : "Bearer";
		exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
		return AuditTrail.refused(exchange, 401).then(this.problems.answer(exchange, Problem.UNAUTHORIZED));
	}

	private static Mono<AbstractAuthenticationToken> authentication(Jwt token) {
		Caller caller = Caller.of(token);
		return Mono.just(new JwtAuthenticationToken(token, caller,
				AuthorityUtils.createAuthorityList(caller.roles().stream().map("ROLE_"::concat).toList())));
	}

}
