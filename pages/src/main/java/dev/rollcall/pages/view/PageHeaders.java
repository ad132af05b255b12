package dev.rollcall.pages.view;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Sets headers by which browsers run and load only files of these pages, and cache no
 * page.
 */
@Component
@Order(PageHeaders.ORDER)
final class PageHeaders implements WebFilter {

	static final int ORDER = 10;

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
					+ "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
			"Referrer-Policy", "no-referrer", "X-Content-Type-Options", "nosniff", "Cross-Origin-Opener-Policy",
			"same-origin", "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		HEADERS.forEach(headers::set);
		headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
		headers.setVary(List.of(HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE));
		return chain.filter(exchange);
	}

}
