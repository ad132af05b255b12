package dev.rollcall.gateway.header;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.gateway.FilterOrder;
import java.util.List;
import java.util.Locale;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Removes headers with which a client could forge its identity, its address or a trace,
 * and sets the gateway's own.
 */
@Component
@Order(FilterOrder.CLIENT_HEADERS)
final class ClientHeadersFilter implements HttpHeadersFilter {

	private static final String CLIENT_ADDRESS = "Rollcall-Client-Address";

	private static final List<String> REFUSED = List.of("forwarded", "x-forwarded-", "x-forwarded", "x-real-ip",
			"x-client-ip", "x-cluster-client-ip", "x-original-", "x-rewrite-url", "x-remote-", "remote-user", "x-user",
			"x-auth", "x-authenticated-", "x-principal", "x-role", "x-http-method-override", "x-method-override",
			"true-client-ip", "cf-connecting-ip", "fastly-client-ip", "x-envoy-", "x-sc-lb-", "client-ip",
			"rollcall-client-", "rollcall-user", "rollcall-role", "traceparent", "tracestate", "baggage", "b3",
			"x-b3-");

	private final ClientConnection connection;

	ClientHeadersFilter(ClientConnection connection) {
		this.connection = connection;
	}

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		HttpHeaders passed = new HttpHeaders();
		input.forEach((name, values) -> {
			if (!isRefused(name)) {
				passed.put(name, values);
			}
		});
		passed.set(CorrelationId.HEADER, CorrelationId.of(exchange));
		passed.set(CLIENT_ADDRESS, this.connection.address(exchange.getRequest()));
		return passed;
	}

	/** Treats an underscore like a hyphen, as some servers do. */
	private static boolean isRefused(String name) {
		String canonical = name.toLowerCase(Locale.ROOT).replace('_', '-');
		return REFUSED.stream().anyMatch(canonical::startsWith);
	}

}
