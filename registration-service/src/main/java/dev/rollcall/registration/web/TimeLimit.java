package dev.rollcall.registration.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Gives up a request that takes too long; the client is told to try again. What was
 * already written stays: with an idempotency key the next try gets its answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class TimeLimit implements WebFilter {

	/** Lines come for as long as there are some; each has its own limit. */
	private static final String STREAMED = "/api/v1/admin/users/import";

	private final WebProperties properties;

	TimeLimit(WebProperties properties) {
		this.properties = properties;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean streams = STREAMED.equals(exchange.getRequest().getPath().value());
		return streams ? chain.filter(exchange) : chain.filter(exchange).timeout(unanswered(exchange));
	}

	/**
	 * An answer that is being written is not cut short: its client would wait for the
	 * rest.
	 */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return Mono.delay(this.properties.timeLimit())
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

}
