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
 * Gives up a request that takes too long, whatever it waits for: the keys that verify its
 * token, an instance, or an answer. The circuits count only the last.
 */
@Component
@Order(FilterOrder.TIME_LIMIT)
final class TimeLimitFilter implements WebFilter {

	private final RouteProperties properties;

	TimeLimitFilter(RouteProperties properties) {
		this.properties = properties;
	}

	/** An import goes on for as long as lines come. */
	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean streams = GatewayRoutes.IMPORT.equals(exchange.getRequest().getPath().value());
		return streams ? chain.filter(exchange) : chain.filter(exchange).timeout(unanswered(exchange));
	}

	/**
	 * An answer that is being written is not cut short: its client would wait for the
	 * rest.
	 */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return Mono.delay(limit(exchange.getRequest()))
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

	private Duration limit(ServerHttpRequest request) {
		return GatewayRoutes.isSignIn(request) ? this.properties.signInTimeLimit() : this.properties.timeLimit();
	}

}
