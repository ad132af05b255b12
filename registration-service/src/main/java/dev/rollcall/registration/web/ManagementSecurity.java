package dev.rollcall.registration.web;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

/**
 * Every management endpoint but health and prometheus is the operator's: whatever is
 * exposed there, and what is not there at all, is answered 401 without the token.
 */
@Configuration(proxyBeanMethods = false)
class ManagementSecurity {

	private static final ServerWebExchangeMatcher OPERATORS = new AndServerWebExchangeMatcher(
			pathMatchers("/actuator", "/actuator/**"), new NegatedServerWebExchangeMatcher(
					pathMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")));

	@Bean
	@Order(0)
	SecurityWebFilterChain operators(ServerHttpSecurity http, OperatorToken token, Problems problems) {
		return http.securityMatcher(OPERATORS)
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.authorizeExchange((requests) -> requests.anyExchange()
				.access((anybody, request) -> Mono
					.just(new AuthorizationDecision(token.opens(authorization(request.getExchange()))))))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint((exchange, ex) -> {
				exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
				return problems.answer(exchange, Problem.of(HttpStatus.UNAUTHORIZED, "unauthorized", "Unauthorized",
						"The operator's token is needed."));
			}))
			.build();
	}

	private static @Nullable String authorization(ServerWebExchange exchange) {
		return exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
	}

}
