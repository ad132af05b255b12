package dev.rollcall.gateway.limit;

import java.io.ByteArrayOutputStream;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.route.GatewayRoutes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Waits for the whole body before it chooses an instance: a client that sends slowly
 * occupies neither a connection to a service nor the time that the circuit breaker gives
 * it. Imports stream.
 */
@Component
@Order(FilterOrder.WHOLE_BODY)
final class WholeBodyFilter implements GlobalFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		boolean none = request.getHeaders().getContentLength() <= 0
				&& !request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
		if (none || GatewayRoutes.IMPORT.equals(request.getPath().value())) {
			return chain.filter(exchange);
		}
		return request.getBody()
			.collect(ByteArrayOutputStream::new, WholeBodyFilter::append)
			.map((body) -> new Arrived(request, body.toByteArray(), exchange.getResponse().bufferFactory()))
			.flatMap((arrived) -> chain.filter(exchange.mutate().request(arrived).build()));
	}

	/** Copies: a buffer with one byte may occupy some kilobytes. */
	private static void append(ByteArrayOutputStream body, DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		body.writeBytes(bytes);
	}

	private static final class Arrived extends ServerHttpRequestDecorator {

		private final Flux<DataBuffer> body;

		Arrived(ServerHttpRequest request, byte[] body, DataBufferFactory buffers) {
			super(request);
			this.body = Flux.defer(() -> Flux.just(buffers.wrap(body)));
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return this.body;
		}

	}

}
