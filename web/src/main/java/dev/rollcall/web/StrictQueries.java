package dev.rollcall.web;

import java.util.Arrays;

import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses unknown query parameters. An endpoint that has parameters declares an argument
 * of the type {@link Fields}, reads them and checks; every other endpoint accepts none.
 */
final class StrictQueries extends RequestMappingHandlerAdapter {

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		return Mono.fromRunnable(() -> check(exchange, (HandlerMethod) handler))
			.then(Mono.defer(() -> super.handle(exchange, handler)));
	}

	/** Endpoints of management check their parameters themselves. */
	private static void check(ServerWebExchange exchange, HandlerMethod handler) {
		boolean isController = AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), Controller.class);
		if (isController && Arrays.stream(handler.getMethodParameters()).noneMatch(StrictQueries::isFields)) {
			query(exchange).check();
		}
	}

	private static Fields query(ServerWebExchange exchange) {
		return Fields.ofQuery(exchange.getRequest().getQueryParams());
	}

	private static boolean isFields(MethodParameter parameter) {
		return parameter.getParameterType() == Fields.class;
	}

	/**
	 * Resolves an argument of the type {@link Fields} to the query parameters.
	 */
	static final class Resolver implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return isFields(parameter);
		}

		@Override
		public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context,
				ServerWebExchange exchange) {
			return Mono.just(query(exchange));
		}

	}

}
