package dev.rollcall.session.request;

import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses bodies over the limit, by their declared length or, chunked, once they pass it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class BodyLimit implements WebFilter {

	private final long limit;

	BodyLimit(RequestProperties properties) {
		this.limit = properties.bodyLimit().toBytes();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getRequest().getHeaders().getContentLength() > this.limit) {
			return Mono.error(new BodyTooLarge());
		}
		return chain.filter(exchange.mutate().request(new Limited(exchange.getRequest())).build());
	}

	private final class Limited extends ServerHttpRequestDecorator {

		Limited(ServerHttpRequest request) {
			super(request);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			AtomicLong read = new AtomicLong();
			return super.getBody().handle((buffer, sink) -> {
				if (read.addAndGet(buffer.readableByteCount()) <= BodyLimit.this.limit) {
					sink.next(buffer);
				}
				else {
					DataBufferUtils.release(buffer);
					sink.error(new BodyTooLarge());
				}
			});
		}

	}

	/**
	 * The body is over the limit.
	 */
	static final class BodyTooLarge extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BodyTooLarge() {
			super("The body is over the limit", null, false, false);
		}

	}

}
