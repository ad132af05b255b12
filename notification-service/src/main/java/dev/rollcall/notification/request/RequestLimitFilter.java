package dev.rollcall.notification.request;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Holds requests to {@link RequestLimits}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class RequestLimitFilter implements WebFilter {

	private final RequestLimits limits;

	RequestLimitFilter(RequestLimits limits) {
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getRequest().getHeaders().getContentLength() > this.limits.body().toBytes()) {
			return Mono.error(new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE));
		}
		return chain.filter(exchange).timeout(unanswered(exchange));
	}

	/**
	 * An answer that is being written is not cut short: its client would wait for the
	 * rest.
	 */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return Mono.delay(this.limits.time())
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

}
