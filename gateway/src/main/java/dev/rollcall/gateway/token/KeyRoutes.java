package dev.rollcall.gateway.token;

import java.time.Duration;

import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.web.Fields;
import dev.rollcall.web.Problem;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Publishes the keys by which the gateway verifies tokens: verifiers elsewhere ask often,
 * and need them while session-service is unavailable, too.
 */
@Configuration(proxyBeanMethods = false)
class KeyRoutes {

	/** As session-service's. */
	private static final CacheControl CACHEABLE = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

	@Bean
	RouterFunction<ServerResponse> publishedKeys(VerificationKeys keys) {
		RequestPredicate read = RequestPredicates.path(GatewayRoutes.JWKS)
			.and(RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD));
		return RouterFunctions.route(read, (request) -> {
			Fields.ofQuery(request.queryParams()).check();
			return keys.published()
				.onErrorMap(IllegalStateException.class, (ex) -> new ProblemException(Problem.UNAVAILABLE))
				.flatMap(KeyRoutes::answer);
		});
	}

	private static Mono<ServerResponse> answer(byte[] keys) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).cacheControl(CACHEABLE).bodyValue(keys);
	}

}
