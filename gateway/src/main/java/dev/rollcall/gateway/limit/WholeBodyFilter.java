package dev.rollcall.gateway.limit;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.GatewayRoutes;
import dev.rollcall.web.Problem;
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
 * it. All bodies together occupy a limited amount of memory. Imports stream.
 */
@Component
@Order(FilterOrder.WHOLE_BODY)
final class WholeBodyFilter implements GlobalFilter {

	/** In bytes: so much of each body does not count. Ordinary requests have less. */
	private static final int UNCOUNTED = 4096;

	private final AtomicLong held = new AtomicLong();

	private final long limit;

	WholeBodyFilter(LimitProperties limits) {
		this.limit = limits.heldBodies().toBytes();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		boolean none = request.getHeaders().getContentLength() <= 0
				&& !request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
		if (none || GatewayRoutes.IMPORT.equals(request.getPath().value())) {
			return chain.filter(exchange);
		}
		return Mono.using(Body::new, (body) -> request.getBody().doOnNext(body::append).then(Mono.defer(() -> {
			Arrived arrived = new Arrived(request, body.toByteArray(), exchange.getResponse().bufferFactory());
			return chain.filter(exchange.mutate().request(arrived).build());
		})), Body::release);
	}

	/** The part of a body that has arrived. */
	private final class Body extends ByteArrayOutputStream {

		private int counted;

		/** Copies: a buffer with one byte may occupy some kilobytes. */
		private void append(DataBuffer buffer) {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			writeBytes(bytes);
			int counts = Math.max(size() - UNCOUNTED, 0);
			long held = WholeBodyFilter.this.held.addAndGet((long) counts - this.counted);
			this.counted = counts;
			if (counts > 0 && held > WholeBodyFilter.this.limit) {
				throw new ProblemException(Problem.UNAVAILABLE);
			}
		}

		private void release() {
			WholeBodyFilter.this.held.addAndGet(-this.counted);
		}

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
