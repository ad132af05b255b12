package dev.rollcall.gateway.stream;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.gateway.stream.OpenStreams.Stream;
import dev.rollcall.web.Caller;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Counts streams, and completes the response of one that must end. */
@Component
@Order(FilterOrder.STREAM)
final class StreamFilter implements GlobalFilter {

	private final OpenStreams streams;

	StreamFilter(OpenStreams streams) {
		this.streams = streams;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		if (!GatewayRoutes.isStream(exchange)) {
			return chain.filter(exchange);
		}
		return exchange.<JwtAuthenticationToken>getPrincipal()
			.map((token) -> Caller.of(token.getToken()))
			.flatMap((caller) -> Mono.using(
					() -> this.streams.open(caller.userId().toString(), caller.sessionId().toString()),
					(stream) -> chain.filter(exchange.mutate().response(new Ending(exchange, stream)).build()),
					this.streams::close));
	}

	private static final class Ending extends ServerHttpResponseDecorator {

		private final Stream stream;

		Ending(ServerWebExchange exchange, Stream stream) {
			super(exchange.getResponse());
			this.stream = stream;
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(Flux.from(body).takeUntilOther(this.stream.ended()));
		}

	}

}
