package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.gateway.route.PageRoutes;
import dev.rollcall.schemas.ConsistencyToken;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Adds the consistency token of the browser's cookie to a sign-in that has no token. */
@Component
@Order(FilterOrder.CONSISTENCY_REQUEST)
final class ConsistencyRequestFilter implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		boolean signIn = GatewayRoutes.isSignIn(request) || PageRoutes.isSignIn(request);
		if (!signIn || input.containsHeader(ConsistencyToken.HEADER)) {
			return input;
		}
		@Nullable String token = ConsistencyCookie.token(request);
		if (token == null) {
			return input;
		}
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		passed.set(ConsistencyToken.HEADER, token);
		return passed;
	}

}
