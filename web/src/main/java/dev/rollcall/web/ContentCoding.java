package dev.rollcall.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses encoded bodies: they would be read as if they were not encoded (RFC 9110,
 * section 15.5.16).
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
final class ContentCoding implements WebFilter {

	private static final String NONE = "identity";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean encoded = exchange.getRequest()
			.getHeaders()
			.getOrEmpty(HttpHeaders.CONTENT_ENCODING)
			.stream()
			.anyMatch((coding) -> !coding.isBlank() && !NONE.equalsIgnoreCase(coding.strip()));
		if (!encoded) {
			return chain.filter(exchange);
		}
		exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT_ENCODING, NONE);
		return Mono.error(new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE));
	}

}
