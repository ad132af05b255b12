package dev.rollcall.registration.web;

import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Takes no commands while writes are off: an operator compares a store that was restored
 * from a backup with the log. Reading goes on.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class WritesFilter implements WebFilter {

	private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private final Problems problems;

	private final WritesProperties properties;

	WritesFilter(Problems problems, WritesProperties properties) {
		this.problems = problems;
		this.properties = properties;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean command = exchange.getRequest().getPath().value().startsWith("/api/")
				&& !READING.contains(exchange.getRequest().getMethod());
		if (command && !this.properties.enabled()) {
			return this.problems.answer(exchange, Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "writes-disabled",
					"No changes now", "The service is being restored and takes no changes now. Try again later."));
		}
		return chain.filter(exchange);
	}

}
