package dev.rollcall.gateway.browser;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.factory.rewrite.RewriteFunction;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Moves the tokens of a sign-in with {@code Rollcall-Mode: cookie} from the body to
 * cookies, and ends the browser's former session.
 */
@Component
final class CookieMode implements RewriteFunction<String, String> {

	private static final String HEADER = "Rollcall-Mode";

	private static final List<String> COOKIE = List.of("cookie");

	private final BrowserSessions sessions;

	CookieMode(BrowserSessions sessions) {
		this.sessions = sessions;
	}

	/** A mistyped mode would hand the tokens to the scripts of a page. */
	static boolean isUnknown(ServerHttpRequest request) {
		List<String> mode = request.getHeaders().getOrEmpty(HEADER);
		return !mode.isEmpty() && !mode.equals(COOKIE);
	}

	static boolean isOn(ServerHttpRequest request) {
		return request.getHeaders().containsHeader(HEADER);
	}

	@Override
	public Publisher<String> apply(ServerWebExchange exchange, @Nullable String body) {
		if (body == null) {
			return Mono.empty();
		}
		if (!isOn(exchange.getRequest())) {
			return Mono.just(body);
		}
		return Tokens.read(body).map((tokens) -> begin(exchange, tokens)).orElse(Mono.just(body));
	}

	private Mono<String> begin(ServerWebExchange exchange, Tokens tokens) {
		BrowserCookies.begin(exchange, tokens);
		return this.sessions.end(exchange).thenReturn(tokens.rest());
	}

}
