package dev.rollcall.registration.web;

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
 * Gives every request an id, its own or a new one, and sends it back.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CorrelationId implements WebFilter {

	private static final String HEADER = "Correlation-Id";

	private static final String ATTRIBUTE = CorrelationId.class.getName();

	private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	/**
	 * Returns the id of a request.
	 * @param exchange the request
	 * @return 1-64 characters
	 */
	public static String of(ServerWebExchange exchange) {
		return exchange.getAttributeOrDefault(ATTRIBUTE, "unknown");
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String id = wellFormed(exchange.getRequest().getHeaders().getFirst(HEADER));
		exchange.getAttributes().put(ATTRIBUTE, id);
		exchange.getResponse().getHeaders().set(HEADER, id);
		return chain.filter(exchange);
	}

	private static String wellFormed(@Nullable String id) {
		return (id != null && WELL_FORMED.matcher(id).matches()) ? id : UUID.randomUUID().toString();
	}

}
