package dev.rollcall.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpHeaders;

/**
 * A stub of a service: an HTTP server that records requests and returns set responses.
 */
final class Upstream {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	private final AtomicInteger begun = new AtomicInteger();

	private volatile Duration delay = Duration.ZERO;

	private volatile Function<Received, @Nullable Answer> behaviour = (request) -> Answer.of(200);

	private Upstream(int port) {
		this.server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle).bindNow(LIMIT);
	}

	static Upstream start() {
		return new Upstream(0);
	}

	static Upstream start(int port) {
		return new Upstream(port);
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		this.begun.incrementAndGet();
		return request.receive().aggregate().asString().defaultIfEmpty("").flatMap((body) -> {
			HttpHeaders headers = new HttpHeaders();
			request.requestHeaders().forEach((header) -> headers.add(header.getKey(), header.getValue()));
			Received got = new Received(request.method().name(), request.uri(), headers, body);
			this.received.add(got);
			Answer answer = this.behaviour.apply(got);
			if (answer == null) {
				return Mono.never();
			}
			return this.delay.isZero() ? send(response, answer) : Mono.delay(this.delay).then(send(response, answer));
		});
	}

	private Mono<Void> send(HttpServerResponse response, Answer answer) {
		response.status(answer.status());
		answer.headers().forEach(response::header);
		Mono<String> body = Mono.just(answer.body());
		return response.sendString(answer.ends() ? body : body.concatWith(Mono.never())).then();
	}

	int port() {
		return this.server.port();
	}

	String address() {
		return "127.0.0.1:" + port();
	}

	void answer(Function<Received, @Nullable Answer> behaviour) {
		this.behaviour = behaviour;
		this.delay = Duration.ZERO;
	}

	void answer(Answer answer) {
		answer((request) -> answer);
	}

	void answerAfter(Duration delay, Answer answer) {
		answer(answer);
		this.delay = delay;
	}

	/** The number of requests whose head has arrived. */
	int begun() {
		return this.begun.get();
	}

	void hang() {
		this.behaviour = (request) -> null;
	}

	void forget() {
		this.received.clear();
		this.begun.set(0);
	}

	List<Received> received() {
		return this.received;
	}

	Received last() {
		return this.received.get(this.received.size() - 1);
	}

	void stop() {
		this.server.disposeNow(LIMIT);
	}

	record Received(String method, String uri, HttpHeaders headers, String body) {
	}

	record Answer(int status, Map<String, String> headers, String body, boolean ends) {

		Answer(int status, Map<String, String> headers, String body) {
			this(status, headers, body, true);
		}

		static Answer of(int status) {
			return new Answer(status, Map.of(), "");
		}

		static Answer json(int status, String body) {
			return new Answer(status, Map.of("Content-Type", "application/json"), body);
		}

		static Answer problem(int status, String body) {
			return new Answer(status, Map.of("Content-Type", "application/problem+json"), body);
		}

		Answer with(String name, String value) {
			Map<String, String> more = new java.util.HashMap<>(this.headers);
			more.put(name, value);
			return new Answer(this.status, more, this.body, this.ends);
		}

		/** Never ends the body. */
		Answer unending() {
			return new Answer(this.status, this.headers, this.body, false);
		}

	}

}
