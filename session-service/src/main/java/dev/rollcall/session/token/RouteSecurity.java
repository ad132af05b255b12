package dev.rollcall.session.token;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.request.InvalidRequest;
import dev.rollcall.session.request.Problem;
import dev.rollcall.session.request.ProblemWriter;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

/**
 * Which routes need an access token: all but those named here.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class RouteSecurity {

	/**
	 * The open routes never look at a token: one that has just expired must not keep its
	 * owner from refreshing it.
	 */
	@Bean
	@Order(1)
	SecurityWebFilterChain openRoutes(ServerHttpSecurity http) {
		String[] wellKnown = { "/.well-known/jwks.json", "/.well-known/openid-configuration" };
		ServerWebExchangeMatcher open = new OrServerWebExchangeMatcher(
				pathMatchers(HttpMethod.POST, "/api/v1/sessions", "/api/v1/sessions/refresh"),
				pathMatchers(HttpMethod.GET, wellKnown), pathMatchers(HttpMethod.HEAD, wellKnown),
				EndpointRequest.to(HealthEndpoint.class, PrometheusScrapeEndpoint.class));
		return stateless(http).securityMatcher(open)
			.authorizeExchange((routes) -> routes.anyExchange().permitAll())
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain otherRoutes(ServerHttpSecurity http, ProblemWriter problems) {
		ServerAuthenticationEntryPoint refusal = (exchange, ex) -> {
			exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			return problems.write(exchange, Problem.UNAUTHORIZED);
		};
		return stateless(http)
			.authorizeExchange(
					(routes) -> routes.pathMatchers("/api/v1/admin/**").hasRole("admin").anyExchange().authenticated())
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(refusal)
				.accessDeniedHandler((exchange, ex) -> problems.write(exchange, Problem.FORBIDDEN)))
			.oauth2ResourceServer((server) -> server.authenticationEntryPoint(refusal)
				.jwt((jwt) -> jwt.jwtAuthenticationConverter(RouteSecurity::authentication)))
			.build();
	}

	/**
	 * What the firewall refuses, such as an ambiguous path, is told like any other fault.
	 */
	@Bean
	ServerExchangeRejectedHandler malformedRequests() {
		return (exchange, rejected) -> Mono.error(new InvalidRequest(List.of()));
	}

	private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
		return http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable);
	}

	private static List<GrantedAuthority> roles(Jwt jwt) {
		List<String> roles = jwt.getClaimAsStringList("roles");
		return (roles != null) ? AuthorityUtils.createAuthorityList(roles.stream().map("ROLE_"::concat).toList())
				: List.of();
	}

	private static Mono<AbstractAuthenticationToken> authentication(Jwt jwt) {
		String userId = Objects.requireNonNull(jwt.getSubject(), "sub was verified");
		String sessionId = Objects.requireNonNull(jwt.getClaimAsString(Caller.SESSION_ID), "sid was verified");
		Caller caller = new Caller(UserId.of(userId), UUID.fromString(sessionId));
		return Mono.just(new JwtAuthenticationToken(jwt, caller, roles(jwt)));
	}

}
