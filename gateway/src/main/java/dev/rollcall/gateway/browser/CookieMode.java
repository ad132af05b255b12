package dev.rollcall.gateway.browser;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.factory.rewrite.RewriteFunction;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Puts the tokens of a sign-in with {@code Rollcall-Mode: cookie} into cookies, in the
 * place of the body.
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
			BrowserCookies.keep(exchange.getResponse(), tokens);
			BrowserCookies.guard(exchange, tokens);
			return tokens.rest();
		}).orElse(body));
	}

}
