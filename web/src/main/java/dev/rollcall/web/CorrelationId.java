package dev.rollcall.web;

import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Sets the correlation id of every request on its answer: the client's if it is
 * well-formed, else a new one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CorrelationId implements WebFilter {

	/** The header of requests and answers. */
	public static final String HEADER = "Correlation-Id";

	private static final String ATTRIBUTE = CorrelationId.class.getName();

	private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	/**
	 * Returns the id of a request, always the same for one exchange.
	 * @return 1-64 characters
	 */
	public static String of(ServerWebExchange exchange) {
		return (String) exchange.getAttributes()
			.computeIfAbsent(ATTRIBUTE, (name) -> accept(exchange.getRequest().getHeaders().getFirst(HEADER)));
	}

	/**
	 * Returns the given id if it is well-formed, else a new one.
	 */
	public static String accept(@Nullable String given) {
		return (given != null && WELL_FORMED.matcher(given).matches()) ? given : UUID.randomUUID().toString();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getResponse().getHeaders().set(HEADER, of(exchange));
		return chain.filter(exchange);
	}

}
