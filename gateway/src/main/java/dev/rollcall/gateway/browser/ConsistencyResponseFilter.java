package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import org.springframework.core.annotation.Order;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.schemas.ConsistencyToken;

/**
 * Copies the consistency token of a response to a cookie, and clears the cookie after a
 * sign-in used it.
 */
@Component
@Order(FilterOrder.CONSISTENCY_RESPONSE)
final class ConsistencyResponseFilter implements HttpHeadersFilter {

	private static final String DONE = "done";

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		String token = input.getFirst(ConsistencyToken.HEADER);
		if (token == null) {
			return input;
		}
		if (DONE.equals(token)) {
			exchange.getResponse().addCookie(ConsistencyCookie.cleared());
			return without(input);
		}
		if (ConsistencyCookie.isToken(token)) {
			exchange.getResponse().addCookie(ConsistencyCookie.kept(token));
		}
		return input;
	}

	private static HttpHeaders without(HttpHeaders input) {
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		passed.remove(ConsistencyToken.HEADER);
		return passed;
	}

	@Override
	public boolean supports(Type type) {
		return type == Type.RESPONSE;
	}

}
