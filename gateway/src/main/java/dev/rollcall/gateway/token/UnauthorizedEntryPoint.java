package dev.rollcall.gateway.token;

import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.web.AuditTrail;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;

/**
 * Refuses a request without a valid token: 401 if a route matches, otherwise 404.
 */
@Component
final class UnauthorizedEntryPoint implements ServerAuthenticationEntryPoint {

	private final RouteLocator routes;

	UnauthorizedEntryPoint(RouteLocator routes) {
		this.routes = routes;
	}

	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException refusal) {
		return this.routes.getRoutes()
			.filterWhen((route) -> route.getPredicate().apply(exchange))
			.hasElements()
			.flatMap((found) -> found ? AuditTrail.refused(exchange, 401).then(Mono.error(unauthorized(refusal)))
					: Mono.error(new ProblemException(Problem.NOT_FOUND)));
	}

	private static ProblemException unauthorized(AuthenticationException refusal) {
		String challenge = (refusal instanceof OAuth2AuthenticationException) ? "Bearer error=\"invalid_token\""
				: "Bearer";
		return new ProblemException(Problem.UNAUTHORIZED, Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
	}

}
