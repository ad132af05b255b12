package dev.rollcall.gateway.token;

import java.time.Duration;
import java.util.Set;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.web.Fields;
import dev.rollcall.web.Problem;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Publishes the keys by which the gateway verifies tokens: verifiers elsewhere ask often,
 * and need them while session-service is unavailable, too. A filter, because the answer
 * is in memory and needs none of what follows.
 */
@Component
@Order(FilterOrder.PUBLISHED_KEYS)
final class PublishedKeysFilter implements WebFilter {

	/** As session-service's. */
	private static final CacheControl CACHEABLE = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

	private static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);

	private final VerificationKeys keys;

	PublishedKeysFilter(VerificationKeys keys) {
		this.keys = keys;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!GatewayRoutes.JWKS.equals(request.getPath().value()) || !READ.contains(request.getMethod())) {
			return chain.filter(exchange);
		}
		Fields.ofQuery(request.getQueryParams()).check();
		return this.keys.published()
			.onErrorMap(IllegalStateException.class, (ex) -> new ProblemException(Problem.UNAVAILABLE))
			.flatMap((published) -> answer(exchange.getResponse(), published));
	}

	private static Mono<Void> answer(ServerHttpResponse response, byte[] keys) {
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(keys.length);
		response.getHeaders().setCacheControl(CACHEABLE);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(keys)));
	}

}
