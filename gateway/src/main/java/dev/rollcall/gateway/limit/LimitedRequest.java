package dev.rollcall.gateway.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.web.BodyArrival;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;

/**
 * A request whose body is counted while it streams. Errors while reading it are problems
 * of the client, so they do not open a circuit breaker.
 */
final class LimitedRequest extends ServerHttpRequestDecorator {

	private static final Duration LINGER = Duration.ofMillis(500);

	/** In bytes: how much beyond the limit is read and dropped. */
	private static final int MAX_DROPPED = 1024 * 1024;

	private final long limit;

	private final Duration requestTime;

	private final BodyArrival arrival;

	LimitedRequest(ServerWebExchange exchange, LimitProperties limits) {
		super(exchange.getRequest());
		this.limit = limits.body().toBytes();
		this.requestTime = limits.requestTime();
		this.arrival = BodyArrival.of(exchange);
	}

	/**
	 * Passes the body on, up to the limit. Reads and drops some bytes beyond it: a client
	 * whose connection closes while it sends may never read the response.
	 */
	@Override
	public Flux<DataBuffer> getBody() {
		AtomicLong seen = new AtomicLong();
		Sinks.Empty<Void> over = Sinks.empty();
		Flux<DataBuffer> sent = super.getBody().onErrorMap((error) -> new ProblemException(Problem.INVALID_REQUEST));
		return this.arrival.within(this.requestTime, sent)
			.onErrorMap(ResponseStatusException.class, (error) -> new ProblemException(Problem.REQUEST_TIMEOUT))
			.takeUntilOther(over.asMono().then(Mono.delay(LINGER)))
			.<DataBuffer>handle((buffer, sink) -> {
				if (seen.addAndGet(buffer.readableByteCount()) <= this.limit) {
					sink.next(buffer);
				}
				else {
					drop(buffer, seen.get(), over, sink);
				}
			})
			.concatWith(Mono.defer(() -> (seen.get() > this.limit) ? tooLarge() : Mono.empty()));
	}

	private void drop(DataBuffer buffer, long seen, Sinks.Empty<Void> over, SynchronousSink<DataBuffer> sink) {
		DataBufferUtils.release(buffer);
		over.tryEmitEmpty();
		if (seen > this.limit + MAX_DROPPED) {
			sink.error(new ProblemException(Problem.PAYLOAD_TOO_LARGE));
		}
	}

	/** Refuses a body whose declared length is over the limit. */
	Mono<Void> refuse() {
		boolean waits = getHeaders().containsHeader(HttpHeaders.EXPECT);
		Flux<DataBuffer> sent = waits ? Flux.empty() : getBody().take(LINGER);
		return sent.doOnNext(DataBufferUtils::release).then(tooLarge());
	}

	private static <T> Mono<T> tooLarge() {
		return Mono.error(() -> new ProblemException(Problem.PAYLOAD_TOO_LARGE));
	}

}
