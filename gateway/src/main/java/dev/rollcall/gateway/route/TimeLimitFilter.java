package dev.rollcall.gateway.route;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.web.BodyArrival;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Aborts a request that takes too long, whatever it waits for: the keys that verify its
 * token, an instance, or a response. The time in which the client sends the body does not
 * count. Circuit breakers count responses that are late, also if this limit ends before
 * theirs, as on a busy gateway.
 */
@Component
@Order(FilterOrder.TIME_LIMIT)
final class TimeLimitFilter implements WebFilter {

	/** The attribute of an exchange that names its circuit breaker. */
	static final String CIRCUIT = TimeLimitFilter.class.getName() + ".circuit";

	private final RouteProperties properties;

	private final CircuitBreakerRegistry circuits;

	TimeLimitFilter(RouteProperties properties, CircuitBreakerRegistry circuits) {
		this.properties = properties;
		this.circuits = circuits;
	}

	/** An import takes as long as lines arrive. */
	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean streams = GatewayRoutes.IMPORT.equals(exchange.getRequest().getPath().value());
		return streams ? chain.filter(exchange)
				: chain.filter(exchange)
					.timeout(unanswered(exchange))
					.doOnError(TimeoutException.class, (ex) -> count(exchange, ex));
	}

	/** A breaker does not count a call that is cancelled, so the time-out is reported. */
	private void count(ServerWebExchange exchange, TimeoutException ex) {
		String circuit = exchange.getAttribute(CIRCUIT);
		if (circuit != null) {
			this.circuits.find(circuit)
				.ifPresent(
						(breaker) -> breaker.onError(limit(exchange.getRequest()).toNanos(), TimeUnit.NANOSECONDS, ex));
		}
	}

	/** Does not cut off a response that has begun: its client would wait for the rest. */
	private Mono<Long> unanswered(ServerWebExchange exchange) {
		return BodyArrival.of(exchange)
			.limit(limit(exchange.getRequest()))
			.flatMap((time) -> exchange.getResponse().isCommitted() ? Mono.never() : Mono.just(time));
	}

	private Duration limit(ServerHttpRequest request) {
		if (PageRoutes.isPage(request)) {
			return this.properties.pageTimeLimit();
		}
		return GatewayRoutes.isSignIn(request) ? this.properties.signInTimeLimit() : this.properties.timeLimit();
	}

}
