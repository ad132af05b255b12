package dev.rollcall.registration.web;

import java.util.Set;

import dev.rollcall.web.Problem;
import dev.rollcall.web.Problems;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses commands while writes are off, because an operator compares a store restored
 * from a backup with the log. Reads continue.
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
			return this.problems.answer(exchange, Problem.WRITES_DISABLED);
		}
		return chain.filter(exchange);
	}

}
