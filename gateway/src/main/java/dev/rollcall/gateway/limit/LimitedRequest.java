package dev.rollcall.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

import dev.rollcall.gateway.problem.Problem;
import dev.rollcall.gateway.problem.ProblemException;

/**
 * A request whose body is counted as it streams by. What goes wrong while it is read is
 * the client's doing, and says so, so that no circuit opens for it.
 */
final class LimitedRequest extends ServerHttpRequestDecorator {

	private final LimitProperties limits;

	LimitedRequest(ServerHttpRequest delegate, LimitProperties limits) {
		super(delegate);
		this.limits = limits;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		AtomicLong seen = new AtomicLong();
		return super.getBody().onErrorMap((error) -> new ProblemException(Problem.INVALID_REQUEST))
			.takeUntilOther(tooSlow())
			.handle((buffer, sink) -> pass(buffer, seen.addAndGet(buffer.readableByteCount()), sink));
	}

	private void pass(DataBuffer buffer, long seen, SynchronousSink<DataBuffer> sink) {
		if (seen <= this.limits.body().toBytes()) {
			sink.next(buffer);
			return;
		}
		DataBufferUtils.release(buffer);
		sink.error(new ProblemException(Problem.PAYLOAD_TOO_LARGE));
	}

	/** The server's own request timeout closes the connection before an answer is out. */
	private Mono<Void> tooSlow() {
		return Mono.delay(this.limits.requestTime())
			.then(Mono.error(() -> new ProblemException(Problem.REQUEST_TIMEOUT)));
	}

}
