package dev.rollcall.gateway.route;

import dev.rollcall.gateway.FilterOrder;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;

import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tries another instance if one refuses the connection. Nothing has been sent then, so
 * this is safe for every method. Later failures are never retried.
 */
@Component
@Order(FilterOrder.ANOTHER_INSTANCE)
final class AnotherInstanceFilter implements GlobalFilter {

	private static final int MAX_TRIES = 3;

	private final Instances instances;

	AnotherInstanceFilter(Instances instances) {
		this.instances = instances;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		URI service = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
		return attempt(exchange, chain, service, MAX_TRIES);
	}

	private Mono<Void> attempt(ServerWebExchange exchange, GatewayFilterChain chain, URI service, int tries) {
		Mono<Void> attempt = chain.filter(exchange);
		if (tries == 1) {
			return attempt;
		}
		return attempt.onErrorResume(AnotherInstanceFilter::isRefused,
				(error) -> another(exchange, chain, service, tries - 1));
	}

	private Mono<Void> another(ServerWebExchange exchange, GatewayFilterChain chain, URI service, int tries) {
		Response<ServiceInstance> chosen = exchange
			.getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR);
		ServiceInstance refused = (chosen != null) ? chosen.getServer() : null;
		if (refused != null) {
			this.instances.refused(refused);
		}
		exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, service);
		ServerWebExchangeUtils.removeAlreadyRouted(exchange);
		return attempt(exchange, chain, service, tries);
	}

	private static boolean isRefused(Throwable error) {
		return error instanceof ConnectException || error instanceof NoRouteToHostException;
	}

}
