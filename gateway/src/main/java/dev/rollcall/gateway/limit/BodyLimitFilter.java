package dev.rollcall.gateway.limit;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.GatewayRoutes;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses a body over the limit, whether or not its length is declared. An import has no
 * such limit: it streams, and each of its lines is limited.
 */
@Component
@Order(FilterOrder.BODY_LIMIT)
final class BodyLimitFilter implements WebFilter {

	private final LimitProperties limits;

	BodyLimitFilter(LimitProperties limits) {
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (GatewayRoutes.IMPORT.equals(request.getPath().value())) {
			return chain.filter(exchange);
		}
		long length = request.getHeaders().getContentLength();
		if (length > this.limits.body().toBytes()) {
			return new LimitedRequest(exchange, this.limits).refuse();
		}
		if (length <= 0 && !request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			return chain.filter(exchange);
		}
		return chain.filter(exchange.mutate().request(new LimitedRequest(exchange, this.limits)).build());
	}

}
