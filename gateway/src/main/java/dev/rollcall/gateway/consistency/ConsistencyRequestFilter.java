package dev.rollcall.gateway.consistency;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.gateway.route.GatewayRoutes;

/**
 * Gives a sign-in the token of the browser's cookie. Services never see the cookie
 * itself, nor any other that is the gateway's.
 */
@Component
final class ConsistencyRequestFilter implements HttpHeadersFilter {

	private static final Set<String> OWN = Set.of(ConsistencyCookie.NAME, "Rollcall-Csrf", "Rollcall-Device");

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		List<String> cookies = input.get(HttpHeaders.COOKIE);
		if (cookies == null) {
			return input;
		}
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		restore(passed, exchange);
		removeCookie(passed, cookies);
		return passed;
	}

	private static void restore(HttpHeaders headers, ServerWebExchange exchange) {
		if (!GatewayRoutes.isSignIn(exchange.getRequest()) || headers.containsHeader(ConsistencyCookie.HEADER)) {
			return;
		}
		@Nullable String token = ConsistencyCookie.token(exchange.getRequest());
		if (token != null) {
			headers.set(ConsistencyCookie.HEADER, token);
		}
	}

	private static void removeCookie(HttpHeaders headers, List<String> cookies) {
		List<String> others = cookies.stream()
			.flatMap((line) -> Arrays.stream(line.split(";")))
			.map(String::trim)
			.filter(Predicate.not(ConsistencyRequestFilter::isGateways))
			.toList();
		headers.remove(HttpHeaders.COOKIE);
		if (!others.isEmpty()) {
			headers.set(HttpHeaders.COOKIE, String.join("; ", others));
		}
	}

	/** A browser's tokens are in such cookies too. */
	private static boolean isGateways(String pair) {
		int end = pair.indexOf('=');
		String name = (end < 0) ? pair : pair.substring(0, end).trim();
		return OWN.contains(name) || name.startsWith("__Host-rollcall-");
	}

}
