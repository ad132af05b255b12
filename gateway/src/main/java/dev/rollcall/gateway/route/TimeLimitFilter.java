package dev.rollcall.gateway.route;

import dev.rollcall.gateway.FilterOrder;
import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Aborts a request that takes too long, whatever it waits for: the keys that verify its
 * token, an instance, or a response. Circuit breakers count only the last.
 */
@Component
@Order(FilterOrder.TIME_LIMIT)
final class TimeLimitFilter implements WebFilter {

	private final RouteProperties properties;

	TimeLimitFilter(RouteProperties properties) {
		this.properties = properties;
	}

	/** An import takes as long as lines arrive. */
	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean streams = GatewayRoutes.IMPORT.equals(exchange.getRequest().getPath().value());
		return streams ? chain.filter(exchange) : chain.filter(exchange).timeout(unanswered(exchange));
	}

	/** Does not cut off a response that has begun: its client would wait for the rest. */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return Mono.delay(limit(exchange.getRequest()))
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

	private Duration limit(ServerHttpRequest request) {
		return GatewayRoutes.isSignIn(request) ? this.properties.signInTimeLimit() : this.properties.timeLimit();
	}

}
