package dev.rollcall.gateway.browser;

import dev.rollcall.gateway.FilterOrder;
import org.springframework.core.annotation.Order;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Copies the device token of a response to a cookie. */
@Component
@Order(FilterOrder.DEVICE_RESPONSE)
final class DeviceResponseFilter implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		String token = input.getFirst(BrowserCookies.DEVICE_HEADER);
		if (token != null && token.matches("[A-Za-z0-9._-]{1,200}")) {
			exchange.getResponse().addCookie(BrowserCookies.device(token));
		}
		return input;
	}

	@Override
	public boolean supports(Type type) {
		return type == Type.RESPONSE;
	}

}
