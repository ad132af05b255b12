package dev.rollcall.pages;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers calls of the REST API as told, and remembers them. The real gateway is used in
 * the tests of the whole system.
 */
final class StubGateway {

	private final Map<String, Response> responses = new ConcurrentHashMap<>();

	final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.handle(this::handle)
		.bindNow();

	String address() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** Answers a call, such as {@code GET /api/v1/users/me}. */
	void answer(String call, int status, String body, String... cookies) {
		this.responses.put(call, new Response(status, body, cookies));
	}

	/** Forgets all answers and calls. */
	void reset() {
		this.responses.clear();
		this.calls.clear();
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asString().defaultIfEmpty("").flatMap((body) -> {
			String name = request.method() + " " + request.uri();
			this.calls.add(new Call(name, body,
					Map.of("authorization", String.valueOf(request.requestHeaders().get("Authorization")), "mode",
							String.valueOf(request.requestHeaders().get("Rollcall-Mode")), "address",
							String.valueOf(request.requestHeaders().get("X-Forwarded-For")))));
			Response answer = this.responses.getOrDefault(name, new Response(503, "", new String[0]));
			for (String cookie : answer.cookies()) {
				response.addHeader("Set-Cookie", cookie);
			}
			return response.status(answer.status())
				.header("Content-Type", "application/json")
				.sendString(Mono.just(answer.body()))
				.then();
		});
	}

	record Call(String name, String body, Map<String, String> headers) {
	}

	private record Response(int status, String body, String[] cookies) {
	}

}
