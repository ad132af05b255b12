package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.rollcall.web.AuditTrail;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.gateway.route.PageRoutes;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Turns the cookies of a browser into a bearer token before the token is verified, so the
 * same rules apply to both. Refreshes an expired token first. Requests that change
 * something need the CSRF header, which only the application's own pages can send; forms
 * of Rollcall's pages have a token of their own. A page is shown without a session if
 * none can be had now: most pages need none.
 * <p>
 * Rollcall's pages call the REST API in cookie mode with the token that they got here, so
 * what such a call does to the session is done to the cookies, too.
 */
@Component
@Order(FilterOrder.BROWSER_SESSION)
final class BrowserSessionFilter implements WebFilter {

	private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final String BEARER = "Bearer ";

	private final BrowserSessions sessions;

	BrowserSessionFilter(BrowserSessions sessions) {
		this.sessions = sessions;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (CookieMode.isUnknown(request)) {
			return Mono.error(new ProblemException(Problem.INVALID_REQUEST));
		}
		String access = BrowserCookies.value(request, BrowserCookies.ACCESS);
		String refreshToken = BrowserCookies.value(request, BrowserCookies.REFRESH);
		if (request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
			if (CookieMode.isOn(request)) {
				followSession(exchange);
			}
			return chain.filter(exchange);
		}
		boolean none = access == null && refreshToken == null;
		if (none || GatewayRoutes.isOpen(request) || PageRoutes.isFile(request)) {
			return chain.filter(exchange);
		}
		if (!PageRoutes.isPage(request) && !SAFE_METHODS.contains(request.getMethod()) && !hasCsrfToken(request)) {
			return AuditTrail.refused(exchange, 403).then(Mono.error(new ProblemException(Problem.INVALID_CSRF_TOKEN)));
		}
		if (access != null && !Tokens.hasExpired(access)) {
			return chain.filter(withToken(exchange, access));
		}
		return (refreshToken != null) ? refreshed(exchange, refreshToken).flatMap(chain::filter)
				: chain.filter(exchange);
	}

	/** The cookies follow what the call of a page does to the session. */
	private static void followSession(ServerWebExchange exchange) {
		String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		if (header != null && header.startsWith(BEARER)) {
			String token = header.substring(BEARER.length());
			BrowserSessions.keepFormer(exchange, token);
			SessionEnd.clearCookies(exchange, token);
		}
	}

	private Mono<ServerWebExchange> refreshed(ServerWebExchange exchange, String refreshToken) {
		Mono<ServerWebExchange> signedIn = this.sessions
			.refresh(exchange.getRequest(), refreshToken, CorrelationId.of(exchange))
			.map((tokens) -> signedIn(exchange, tokens));
		Mono<ServerWebExchange> signedOut = Mono.fromSupplier(() -> signedOut(exchange));
		return signedIn.switchIfEmpty(signedOut)
			.onErrorResume((ex) -> PageRoutes.isPage(exchange.getRequest()), (ex) -> Mono.just(exchange));
	}

	private static ServerWebExchange signedIn(ServerWebExchange exchange, Tokens tokens) {
		BrowserCookies.refresh(exchange, tokens);
		return withToken(exchange, tokens.accessToken());
	}

	private static ServerWebExchange signedOut(ServerWebExchange exchange) {
		BrowserCookies.clear(exchange);
		return exchange;
	}

	private static ServerWebExchange withToken(ServerWebExchange exchange, String token) {
		SessionEnd.clearCookies(exchange, token);
		return exchange.mutate()
			.request((request) -> request.headers((headers) -> headers.setBearerAuth(token)))
			.build();
	}

	private static boolean hasCsrfToken(ServerHttpRequest request) {
		String sent = request.getHeaders().getFirst(BrowserCookies.CSRF_HEADER);
		String kept = BrowserCookies.value(request, BrowserCookies.CSRF);
		return sent != null && kept != null
				&& MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
	}

}
