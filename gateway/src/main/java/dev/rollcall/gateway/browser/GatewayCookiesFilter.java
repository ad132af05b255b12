package dev.rollcall.gateway.browser;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import dev.rollcall.gateway.FilterOrder;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Removes the gateway's own cookies from requests: services never see them. */
@Component
@Order(FilterOrder.GATEWAY_COOKIES)
final class GatewayCookiesFilter implements HttpHeadersFilter {

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		List<String> cookies = input.get(HttpHeaders.COOKIE);
		if (cookies == null) {
			return input;
		}
		HttpHeaders passed = new HttpHeaders();
		passed.putAll(input);
		passed.remove(HttpHeaders.COOKIE);
		String others = others(cookies);
		if (!others.isEmpty()) {
			passed.set(HttpHeaders.COOKIE, others);
		}
		return passed;
	}

	private static String others(List<String> cookies) {
		return String.join("; ",
				cookies.stream()
					.flatMap((line) -> Arrays.stream(line.split(";")))
					.map(String::trim)
					.filter(Predicate.not(GatewayCookiesFilter::isGateways))
					.toList());
	}

	private static boolean isGateways(String pair) {
		int end = pair.indexOf('=');
		String name = (end < 0) ? pair : pair.substring(0, end).trim();
		return BrowserCookies.isGateways(name);
	}

}
