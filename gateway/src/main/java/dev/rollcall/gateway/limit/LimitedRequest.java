package dev.rollcall.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.ChannelException;
import reactor.core.publisher.Flux;
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

	private final long limit;

	LimitedRequest(ServerHttpRequest delegate, long limit) {
		super(delegate);
		this.limit = limit;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		AtomicLong seen = new AtomicLong();
		return super.getBody().onErrorMap(LimitedRequest::clientFault)
			.handle((buffer, sink) -> pass(buffer, seen.addAndGet(buffer.readableByteCount()), sink));
	}

	private void pass(DataBuffer buffer, long seen, SynchronousSink<DataBuffer> sink) {
		if (seen <= this.limit) {
			sink.next(buffer);
			return;
		}
		DataBufferUtils.release(buffer);
		sink.error(new ProblemException(Problem.PAYLOAD_TOO_LARGE));
	}

	private static Throwable clientFault(Throwable error) {
		boolean slow = error instanceof ChannelException;
		return new ProblemException(slow ? Problem.REQUEST_TIMEOUT : Problem.INVALID_REQUEST);
	}

}
