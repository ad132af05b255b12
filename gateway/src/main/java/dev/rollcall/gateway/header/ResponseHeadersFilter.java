package dev.rollcall.gateway.header;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.PageRoutes;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Sets the correlation id and the security headers on every response, whether it comes
 * from a service or from the gateway.
 */
@Component
@Order(FilterOrder.RESPONSE_HEADERS)
final class ResponseHeadersFilter implements WebFilter {

	private static final String CONTENT_POLICY = "Content-Security-Policy";

	/** Of the page that shows the API: it loads nothing from other origins. */
	private static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

	private final ClientConnection connection;

	ResponseHeadersFilter(ClientConnection connection) {
		this.connection = connection;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		CorrelationId.of(exchange);
		exchange.getResponse().beforeCommit(() -> {
			complete(exchange);
			return Mono.empty();
		});
		return chain.filter(exchange);
	}

	private void complete(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		headers.set(CorrelationId.HEADER, CorrelationId.of(exchange));
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
		if (!PageRoutes.isPage(exchange.getRequest()) || !headers.containsHeader(CONTENT_POLICY)) {
			headers.set(CONTENT_POLICY, exchange.getRequest().getPath().value().equals("/docs") ? DOCS_POLICY
					: "default-src 'none'; frame-ancestors 'none'");
		}
		headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
		if (this.connection.isSecure(exchange.getRequest())) {
			headers.set("Strict-Transport-Security", "max-age=31536000");
		}
		if (!isCacheable(exchange)) {
			headers.setCacheControl(CacheControl.noStore());
		}
	}

	private static boolean isCacheable(ServerWebExchange exchange) {
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		ServerHttpRequest request = exchange.getRequest();
		return (request.getPath().value().startsWith("/.well-known/") || PageRoutes.isFile(request)) && status != null
				&& !status.isError();
	}

}
