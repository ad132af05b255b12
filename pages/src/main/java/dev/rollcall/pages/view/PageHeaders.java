package dev.rollcall.pages.view;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

	private static final Map<String, String> HEADERS = Map.of("Referrer-Policy", "no-referrer",
			"X-Content-Type-Options", "nosniff", "Cross-Origin-Opener-Policy", "same-origin", "Permissions-Policy",
			"camera=(), geolocation=(), microphone=()");

	private final String policy;

	/**
	 * Browsers also hold the redirect after a form against {@code form-action}.
	 */
	PageHeaders(ViewProperties properties) {
		String targets = properties.returnTo()
			.stream()
			.map((target) -> " " + target.getScheme() + "://" + target.getRawAuthority())
			.distinct()
			.collect(Collectors.joining());
		this.policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
				+ "form-action 'self'" + targets
				+ "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		HEADERS.forEach(headers::set);
		headers.set("Content-Security-Policy", this.policy);
		if (!AssetRoutes.serves(exchange.getRequest())) {
			headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
			headers.setVary(List.of(HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE));
		}
		return chain.filter(exchange);
	}

}
