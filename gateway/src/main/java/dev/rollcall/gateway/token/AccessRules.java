package dev.rollcall.gateway.token;

import reactor.core.publisher.Mono;

import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.web.AuditTrail;
import dev.rollcall.web.Problem;
import dev.rollcall.web.StatelessSecurity;
import dev.rollcall.gateway.docs.DocsRoutes;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.gateway.route.PageRoutes;

/**
 * Access rules. Public paths: everyone, any token is ignored. Web pages: everyone, the
 * token is passed on to them, unverified. Administration: valid access token with the
 * role admin. Everything else: valid access token. Filters for HTTP sessions and browser
 * log-in are off.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@Import(StatelessSecurity.class)
class AccessRules {

	@Bean
	@Order(0)
	SecurityWebFilterChain management(StatelessSecurity stateless, ServerHttpSecurity http) {
		return lean(stateless, http).securityMatcher(EndpointRequest.to("health", "prometheus"))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.build();
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain open(StatelessSecurity stateless, ServerHttpSecurity http) {
		return lean(stateless, http).securityMatcher(AccessRules::matchOpen)
			.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain withAccessToken(StatelessSecurity stateless, ServerHttpSecurity http,
			UnauthorizedEntryPoint refusal) {
		return lean(stateless, http)
			.authorizeExchange((exchanges) -> exchanges.pathMatchers(GatewayRoutes.administration())
				.hasRole("admin")
				.anyExchange()
				.authenticated())
			.oauth2ResourceServer((server) -> server.authenticationEntryPoint(refusal)
				.jwt((jwt) -> jwt.jwtAuthenticationConverter(roles())))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(refusal)
				.accessDeniedHandler((exchange, ex) -> AuditTrail.refused(exchange, 403)
					.then(Mono.error(new ProblemException(Problem.FORBIDDEN)))))
			.build();
	}

	@Bean
	ServerExchangeRejectedHandler malformed() {
		return (exchange, rejected) -> Mono.error(new ProblemException(Problem.INVALID_REQUEST));
	}

	/** Each request passes it, so it compares paths and no patterns. */
	private static Mono<ServerWebExchangeMatcher.MatchResult> matchOpen(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return (GatewayRoutes.isOpen(request) || DocsRoutes.serves(request) || PageRoutes.serves(request))
				? ServerWebExchangeMatcher.MatchResult.match() : ServerWebExchangeMatcher.MatchResult.notMatch();
	}

	private static ReactiveJwtAuthenticationConverterAdapter roles() {
		JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
		roles.setAuthoritiesClaimName("roles");
		roles.setAuthorityPrefix("ROLE_");
		JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
		converter.setJwtGrantedAuthoritiesConverter(roles);
		return new ReactiveJwtAuthenticationConverterAdapter(converter);
	}

	private static ServerHttpSecurity lean(StatelessSecurity stateless, ServerHttpSecurity http) {
		return stateless.open(http).headers(ServerHttpSecurity.HeaderSpec::disable);
	}

}
