package dev.rollcall.web;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

/**
 * Requires the operator's token for every management endpoint except health and
 * prometheus. Without it even an endpoint that does not exist is answered 401.
 */
@Configuration(proxyBeanMethods = false)
class ManagementSecurity {

	private static final ServerWebExchangeMatcher OPERATORS = new AndServerWebExchangeMatcher(
			pathMatchers("/actuator", "/actuator/**"), new NegatedServerWebExchangeMatcher(
					pathMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")));

	@Bean
	@Order(0)
	SecurityWebFilterChain operators(ServerHttpSecurity http, StatelessSecurity security, OperatorProperties properties,
			Problems problems) {
		OperatorToken token = new OperatorToken(properties);
		return security.open(http)
			.securityMatcher(OPERATORS)
			.authorizeExchange((requests) -> requests.anyExchange()
				.access((anybody, request) -> Mono
					.just(new AuthorizationDecision(token.opens(authorization(request.getExchange()))))))
			.exceptionHandling(
					(handling) -> handling.authenticationEntryPoint((exchange, ex) -> unauthorized(exchange, problems)))
			.build();
	}

	private static Mono<Void> unauthorized(ServerWebExchange exchange, Problems problems) {
		AuditEvent.authentication("operator-token")
			.reason((authorization(exchange) != null) ? "wrong_token" : "no_token")
			.request(CorrelationId.of(exchange))
			.failure();
		exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return problems.answer(exchange, Problem.UNAUTHORIZED, "The operator's token is required.");
	}

	private static @Nullable String authorization(ServerWebExchange exchange) {
		return exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
	}

}
