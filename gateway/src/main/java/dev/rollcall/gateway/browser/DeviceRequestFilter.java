package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import org.springframework.core.annotation.Order;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Keeps the token of a known device in a cookie, and gives it to a sign-in. */
@Component
@Order(FilterOrder.DEVICE_REQUEST)
final class DeviceRequestFilter implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		String kept = BrowserCookies.value(exchange.getRequest(), BrowserCookies.DEVICE);
		if (kept == null || input.containsHeader(BrowserCookies.DEVICE)) {
			return input;
		}
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		passed.set(BrowserCookies.DEVICE, kept);
		return passed;
	}

}
