package dev.rollcall.gateway.header;

import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/** The id shared by a request, what services do for it, and its response. */
public final class Correlation {

	public static final String HEADER = "Correlation-Id";

	private static final String ATTRIBUTE = Correlation.class.getName();

	private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private Correlation() {
	}

	/** The request's id: its own if that is well-formed, else a new one. */
	public static String id(ServerWebExchange exchange) {
		String id = exchange.getAttribute(ATTRIBUTE);
		if (id == null) {
			id = accept(exchange.getRequest().getHeaders().getFirst(HEADER));
			exchange.getAttributes().put(ATTRIBUTE, id);
		}
		return id;
	}

	/** The given id if it is well-formed, else a new one. */
	public static String accept(@Nullable String given) {
		return (given != null && WELL_FORMED.matcher(given).matches()) ? given : UUID.randomUUID().toString();
	}

}
