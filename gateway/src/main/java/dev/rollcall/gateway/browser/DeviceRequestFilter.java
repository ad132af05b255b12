package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import org.springframework.core.annotation.Order;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Adds the device token of the browser's cookie to a request that has none. */
@Component
@Order(FilterOrder.DEVICE_REQUEST)
final class DeviceRequestFilter implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		String kept = BrowserCookies.value(exchange.getRequest(), BrowserCookies.DEVICE);
		if (kept == null || input.containsHeader(BrowserCookies.DEVICE_HEADER)) {
			return input;
		}
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		passed.set(BrowserCookies.DEVICE_HEADER, kept);
		return passed;
	}

}
