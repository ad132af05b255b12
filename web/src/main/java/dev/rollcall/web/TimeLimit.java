package dev.rollcall.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Cancels a request that takes too long; it is answered 503. The time in which the client
 * sends the body does not count. What was already written to the store stays.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class TimeLimit implements WebFilter {

	private final WebProperties properties;

	TimeLimit(WebProperties properties) {
		this.properties = properties;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean unlimited = this.properties.unlimitedPaths().contains(exchange.getRequest().getPath().value());
		return unlimited ? chain.filter(exchange) : chain.filter(exchange).timeout(unanswered(exchange));
	}

	/** Once an answer has started, its client waits for the rest. */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return BodyArrival.of(exchange)
			.limit(this.properties.timeLimit())
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

}
