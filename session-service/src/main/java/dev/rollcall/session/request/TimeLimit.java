package dev.rollcall.session.request;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Ends a request that takes too long; the client is told to try again.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class TimeLimit implements WebFilter {

	private final Duration limit;

	TimeLimit(RequestProperties properties) {
		this.limit = properties.timeLimit();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).timeout(unanswered(exchange));
	}

	/**
	 * An answer that is being written is not cut short: its client would wait for the
	 * rest.
	 */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return Mono.delay(this.limit)
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

}
