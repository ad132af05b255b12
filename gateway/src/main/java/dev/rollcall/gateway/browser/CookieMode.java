package dev.rollcall.gateway.browser;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.factory.rewrite.RewriteFunction;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Moves the tokens of a sign-in with {@code Rollcall-Mode: cookie} from the body to
 * cookies.
 */
@Component
final class CookieMode implements RewriteFunction<String, String> {

	static final String HEADER = "Rollcall-Mode";

	@Override
	public Publisher<String> apply(ServerWebExchange exchange, @Nullable String body) {
		if (body == null) {
			return Mono.empty();
		}
		if (!"cookie".equals(exchange.getRequest().getHeaders().getFirst(HEADER))) {
			return Mono.just(body);
		}
		return Mono.just(Tokens.read(body).map((tokens) -> {
			BrowserCookies.setTokens(exchange.getResponse(), tokens);
			BrowserCookies.setCsrf(exchange, tokens);
			return tokens.rest();
		}).orElse(body));
	}

}
