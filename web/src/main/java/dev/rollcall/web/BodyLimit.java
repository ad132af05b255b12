package dev.rollcall.web;

import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses a body over the limit, at once by its declared length or, if chunked, as soon
 * as it exceeds the limit; and a body that does not arrive within the time limit.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class BodyLimit implements WebFilter {

	private final WebProperties properties;

	private final long limit;

	BodyLimit(WebProperties properties) {
		this.properties = properties;
		this.limit = properties.bodyLimit().toBytes();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (this.properties.unlimitedPaths().contains(request.getPath().value())) {
			return chain.filter(exchange);
		}
		if (request.getHeaders().getContentLength() > this.limit) {
			return Mono.error(BodyLimit::tooLarge);
		}
		return chain.filter(exchange.mutate().request(new Limited(request, BodyArrival.of(exchange))).build());
	}

	private static DataBufferLimitException tooLarge() {
		return new DataBufferLimitException("The body exceeds the limit");
	}

	private final class Limited extends ServerHttpRequestDecorator {

		private final BodyArrival arrival;

		Limited(ServerHttpRequest request, BodyArrival arrival) {
			super(request);
			this.arrival = arrival;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			AtomicLong read = new AtomicLong();
			Flux<DataBuffer> body = this.arrival.within(BodyLimit.this.properties.timeLimit(), super.getBody());
			return body.handle((buffer, sink) -> {
				if (read.addAndGet(buffer.readableByteCount()) <= BodyLimit.this.limit) {
					sink.next(buffer);
				}
				else {
					DataBufferUtils.release(buffer);
					sink.error(tooLarge());
				}
			});
		}

	}

}
