package dev.rollcall.gateway.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.GatewayRoutes;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Sends requests for streams over connections of their own: they last for minutes, and
 * must not use up those of all other requests.
 */
@Component
@Order(FilterOrder.STREAM_ROUTING)
final class StreamRoutingFilter implements GlobalFilter {

	private final NettyRoutingFilter routing;

	StreamRoutingFilter(StreamProperties streams, HttpClientProperties client, ServerProperties server,
			HttpClientSslConfigurer ssl, ObjectProvider<HttpClientCustomizer> customizers,
			ObjectProvider<List<HttpHeadersFilter>> headers) {
		HttpClient http = new Clients(streams, client, server, ssl, customizers).createInstance();
		this.routing = new NettyRoutingFilter(http, headers, client);
	}

	/** The filter for all other routes skips a request that this one has sent. */
	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		return GatewayRoutes.isStream(exchange) ? this.routing.filter(exchange, chain) : chain.filter(exchange);
	}

	/**
	 * Differs from the gateway's own in the pool. It is no bean: that would replace it.
	 */
	private static final class Clients extends HttpClientFactory {

		private final int connections;

		Clients(StreamProperties streams, HttpClientProperties client, ServerProperties server,
				HttpClientSslConfigurer ssl, ObjectProvider<HttpClientCustomizer> customizers) {
			super(client, server, ssl, new ArrayList<>(customizers.stream().toList()));
			this.connections = streams.connections();
		}

		@Override
		protected HttpClient createInstance() {
			return super.createInstance();
		}

		@Override
		protected ConnectionProvider buildConnectionProvider(HttpClientProperties properties) {
			return ConnectionProvider.builder("streams")
				.maxConnections(this.connections)
				.pendingAcquireTimeout(Duration.ofMillis(properties.getPool().getAcquireTimeout()))
				.build();
		}

	}

}
