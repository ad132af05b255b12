package dev.rollcall.session.request;

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
 * Gives every request an id that comes back on the answer and goes into events and logs.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Correlation implements WebFilter {

	private static final String HEADER = "Correlation-Id";

	private static final String ATTRIBUTE = Correlation.class.getName();

	private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	/**
	 * Returns the id of a request.
	 * @param exchange the request
	 * @return the client's id, or the one made for it
	 */
	public static String id(ServerWebExchange exchange) {
		return exchange.getAttributeOrDefault(ATTRIBUTE, "none");
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String id = acceptedOrMade(exchange.getRequest().getHeaders().getFirst(HEADER));
		exchange.getAttributes().put(ATTRIBUTE, id);
		exchange.getResponse().getHeaders().set(HEADER, id);
		return chain.filter(exchange);
	}

	private static String acceptedOrMade(@Nullable String id) {
		return (id != null && ACCEPTED.matcher(id).matches()) ? id : UUID.randomUUID().toString();
	}

}
