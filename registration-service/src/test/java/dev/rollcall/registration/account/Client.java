package dev.rollcall.registration.account;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the service over HTTP.
 */
final class Client {

	static final String PASSWORD = "correct horse 🐎 battery staple";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final URI base;

	Client(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	static String anEmail() {
		return "user-" + UUID.randomUUID() + "@example.com";
	}

	static String registration(String email) {
		return JSON
			.writeValueAsString(Map.of("email", email, "password", PASSWORD, "displayName", "Ada", "locale", "en-GB"));
	}

	Answer register(String body, String... headers) {
		return registering(body, headers).join();
	}

	CompletableFuture<Answer> registering(String body, String... headers) {
		return send(request("/api/v1/registrations", headers).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	Answer post(String path, String contentType, BodyPublisher body) {
		return send(request(path).header("Content-Type", contentType).POST(body)).join();
	}

	Answer call(String method, String path, String... headers) {
		return send(request(path, headers).method(method, BodyPublishers.noBody())).join();
	}

	Answer call(String method, String path, String token, Map<String, ?> body) {
		return send(request(path).header("Content-Type", "application/json")
			.header("Authorization", "Bearer " + token)
			.method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))).join();
	}

	/** With a token and more headers. */
	Answer postWith(String path, String token, Map<String, ?> body, String... headers) {
		return send(request(path, headers).header("Content-Type", "application/json")
			.header("Authorization", "Bearer " + token)
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))).join();
	}

	Answer stream(String path, String token, String lines) {
		return send(request(path).timeout(Duration.ofMinutes(2))
			.header("Content-Type", "application/x-ndjson")
			.header("Authorization", "Bearer " + token)
			.POST(BodyPublishers.ofString(lines))).join();
	}

	CompletableFuture<Answer> streaming(String path, String token, Publisher<ByteBuffer> lines) {
		return send(request(path).timeout(Duration.ofMinutes(2))
			.header("Content-Type", "application/x-ndjson")
			.header("Authorization", "Bearer " + token)
			.POST(BodyPublishers.fromPublisher(lines)));
	}

	/** Without a token. */
	Answer post(String path, Map<String, ?> body) {
		return posting(path, body).join();
	}

	CompletableFuture<Answer> posting(String path, Map<String, ?> body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	Answer me(String token) {
		return call("GET", "/api/v1/users/me", "Authorization", "Bearer " + token);
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofSeconds(20));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private CompletableFuture<Answer> send(HttpRequest.Builder request) {
		long start = System.nanoTime();
		return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
			.thenApply((response) -> new Answer(response, Duration.ofNanos(System.nanoTime() - start)));
	}

	/**
	 * An answer and how long it took.
	 */
	record Answer(HttpResponse<String> response, Duration delay) {

		int status() {
			return this.response.statusCode();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		JsonNode json() {
			return JSON.readTree(this.response.body());
		}

		String text(String field) {
			return json().path(field).asString("");
		}

		String problem() {
			return text("type").replace("https://rollcall.dev/problems/", "");
		}

		@Override
		public String toString() {
			return status() + " " + this.response.body();
		}

	}

}
