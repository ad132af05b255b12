package dev.rollcall.session.token;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.web.ConfirmedAdministrators;
import dev.rollcall.web.StatelessSecurity;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

/**
 * Access rules: every route except the open ones requires an access token; administration
 * requires its role, confirmed by the projected account.
 */
@Configuration(proxyBeanMethods = false)
class RouteSecurity {

	/**
	 * The open routes ignore access tokens: an expired one must not prevent a refresh.
	 */
	@Bean
	@Order(1)
	SecurityWebFilterChain openRoutes(ServerHttpSecurity http, StatelessSecurity security) {
		String[] wellKnown = { "/.well-known/jwks.json", "/.well-known/openid-configuration" };
		ServerWebExchangeMatcher open = new OrServerWebExchangeMatcher(
				pathMatchers(HttpMethod.POST, "/api/v1/sessions", "/api/v1/sessions/refresh"),
				pathMatchers(HttpMethod.GET, wellKnown), pathMatchers(HttpMethod.HEAD, wellKnown),
				EndpointRequest.to(HealthEndpoint.class, PrometheusScrapeEndpoint.class));
		return security.open(http)
			.securityMatcher(open)
			.authorizeExchange((routes) -> routes.anyExchange().permitAll())
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain otherRoutes(ServerHttpSecurity http, StatelessSecurity security, ReactiveJwtDecoder decoder,
			Accounts accounts) {
		ConfirmedAdministrators administrators = new ConfirmedAdministrators(
				(user) -> accounts.isAdministrator(new UserId(user)));
		return security.withAccessToken(http, decoder)
			.authorizeExchange((routes) -> routes.pathMatchers("/api/v1/admin/**")
				.access(administrators)
				.anyExchange()
				.authenticated())
			.build();
	}

}
