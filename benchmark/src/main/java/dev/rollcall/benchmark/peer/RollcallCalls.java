package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.benchmark.load.Operation;
import dev.rollcall.benchmark.load.Request;
import dev.rollcall.benchmark.load.Response;
import dev.rollcall.benchmark.load.TokenChain;
import dev.rollcall.local.http.JsonClient;

/**
 * The calls of Rollcall's API that benchmarks repeat.
 */
final class RollcallCalls {

	static final String SESSIONS = "/api/v1/sessions";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final JsonClient http = new JsonClient(TIMEOUT);

	private final URI gateway;

	private final Users users;

	RollcallCalls(URI gateway, Users users) {
		this.gateway = gateway;
		this.users = users;
	}

	/** Registers the users that exist from then on, one after the other. */
	Operation population() {
		AtomicInteger number = new AtomicInteger();
		return Operation.of(() -> registration(this.users.email(number.getAndIncrement())), 201);
	}

	Operation registrations(Consumer<Response> answered) {
		return Operation.of(() -> registration(this.users.fresh()), 201, answered);
	}

	private static Request registration(String email) {
		return Request.json("/api/v1/registrations", """
				{"email":"%s","password":"%s","displayName":"Ada"}""".formatted(email, Users.PASSWORD), null);
	}

	Operation signIns() {
		return Operation.of(() -> Request.json(SESSIONS, """
				{"email":"%s","password":"%s"}""".formatted(this.users.next(), Users.PASSWORD), null), 201);
	}

	Operation refreshes(int connections) throws IOException {
		List<String> tokens = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			tokens.add(signIn(this.users.next()).path("refreshToken").asText());
		}
		return new TokenChain(tokens, (token) -> Request.json(SESSIONS + "/refresh", """
				{"refreshToken":"%s"}""".formatted(token), null), "refreshToken");
	}

	Operation jwks() {
		Request request = Request.get("/.well-known/jwks.json", null);
		return Operation.of(() -> request, 200);
	}

	Operation sessionLists() throws IOException {
		Request request = Request.get(SESSIONS, signIn(this.users.next()).path("accessToken").asText());
		return Operation.of(() -> request, 200);
	}

	/** Signs in; a new user may not have reached session-service yet. */
	JsonNode signIn(String email) throws IOException {
		Map<String, String> body = Map.of("email", email, "password", Users.PASSWORD);
		JsonClient.Response response = send(body);
		long end = System.nanoTime() + TIMEOUT.toNanos();
		while (response.status() != 201 && System.nanoTime() < end) {
			response = send(body);
		}
		return response.expect(201).json();
	}

	private JsonClient.Response send(Map<String, String> body) throws IOException {
		return this.http.sendRetrying(TIMEOUT, "POST", this.gateway + SESSIONS, body);
	}

}
