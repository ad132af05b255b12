package dev.rollcall.web;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * The time that the client took to send the body of a request. It does not count against
 * the server: a slow client must not look like a slow service.
 */
public final class BodyArrival {

	private static final String ATTRIBUTE = BodyArrival.class.getName();

	private volatile long begin;

	private volatile long end;

	private BodyArrival() {
	}

	/** Returns the one of a request. */
	public static BodyArrival of(ServerWebExchange exchange) {
		return (BodyArrival) exchange.getAttributes().computeIfAbsent(ATTRIBUTE, (name) -> new BodyArrival());
	}

	/**
	 * Fails with 408 if the body is not complete after the limit.
	 */
	public Flux<DataBuffer> within(Duration limit, Flux<DataBuffer> body) {
		return body.doFinally((signal) -> this.end = System.nanoTime())
			.takeUntilOther(tooSlow(limit))
			.doOnSubscribe((subscription) -> this.begin = System.nanoTime());
	}

	/**
	 * Completes with a value once the limit has passed, and as much more as the body
	 * took.
	 */
	public Mono<Long> limit(Duration limit) {
		return Mono.delay(limit).then(Mono.defer(() -> Mono.delay(time())));
	}

	/** Until now, while it arrives. */
	private Duration time() {
		long began = this.begin;
		if (began == 0) {
			return Duration.ZERO;
		}
		long ended = this.end;
		return Duration.ofNanos(((ended != 0) ? ended : System.nanoTime()) - began);
	}

	private static Mono<Void> tooSlow(Duration limit) {
		return Mono.delay(limit).then(Mono.error(() -> new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT)));
	}

}
