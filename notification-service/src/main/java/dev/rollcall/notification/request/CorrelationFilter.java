package dev.rollcall.notification.request;

import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Gives each request a correlation id, the caller's where it is well-formed, and sends it
 * back.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CorrelationFilter implements WebFilter {

	private static final String HEADER = "Correlation-Id";

	private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String id = acceptOrMake(exchange.getRequest().getHeaders().getFirst(HEADER));
		exchange.getResponse().getHeaders().set(HEADER, id);
		return chain.filter(exchange);
	}

	static @Nullable String of(ServerWebExchange exchange) {
		return exchange.getResponse().getHeaders().getFirst(HEADER);
	}

	private static String acceptOrMake(@Nullable String given) {
		return (given != null && WELL_FORMED.matcher(given).matches()) ? given : UUID.randomUUID().toString();
	}

}
