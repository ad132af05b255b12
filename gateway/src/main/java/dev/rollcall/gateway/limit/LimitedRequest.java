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
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

import dev.rollcall.gateway.problem.Problem;
import dev.rollcall.gateway.problem.ProblemException;

/**
 * A request whose body is counted as it streams by. What goes wrong while it is read is
 * the client's doing, and says so, so that no circuit opens for it.
 */
final class LimitedRequest extends ServerHttpRequestDecorator {

	private static final Duration LINGER = Duration.ofMillis(500);

	/** In bytes. */
	private static final int DROPPED = 1024 * 1024;

	private final long limit;

	private final Duration requestTime;

	LimitedRequest(ServerHttpRequest delegate, LimitProperties limits) {
		super(delegate);
		this.limit = limits.body().toBytes();
		this.requestTime = limits.requestTime();
	}

	/**
	 * Passes the body up to the limit. Of what is over it some is still taken, and
	 * dropped: a client whose connection closes while it sends may never read its answer.
	 */
	@Override
	public Flux<DataBuffer> getBody() {
		AtomicLong seen = new AtomicLong();
		Sinks.Empty<Void> over = Sinks.empty();
		return super.getBody().onErrorMap((error) -> new ProblemException(Problem.INVALID_REQUEST))
			.takeUntilOther(tooSlow())
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
		if (seen > this.limit + DROPPED) {
			sink.error(new ProblemException(Problem.PAYLOAD_TOO_LARGE));
		}
	}

	/**
	 * Refuses a body that is announced as over the limit.
	 */
	Mono<Void> refuse() {
		boolean waits = getHeaders().containsHeader(HttpHeaders.EXPECT);
		Flux<DataBuffer> sent = waits ? Flux.empty() : getBody().take(LINGER);
		return sent.doOnNext(DataBufferUtils::release).then(tooLarge());
	}

	private static <T> Mono<T> tooLarge() {
		return Mono.error(() -> new ProblemException(Problem.PAYLOAD_TOO_LARGE));
	}

	/** The server's own request timeout closes the connection before an answer is out. */
	private Mono<Void> tooSlow() {
		return Mono.delay(this.requestTime).then(Mono.error(() -> new ProblemException(Problem.REQUEST_TIMEOUT)));
	}

}
