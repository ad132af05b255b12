package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A client of the gateway.
 */
final class Client {

	static final String PASSWORD = "correct horse 🐎 battery staple";

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final URI base;

	Client(URI base) {
		this.base = base;
	}

	static String anEmail() {
		return "user-" + UUID.randomUUID() + "@example.com";
	}

	Answer register(String email, String... headers) {
		return post("/api/v1/registrations",
				JSON.valueToTree(Map.of("email", email, "password", PASSWORD, "displayName", "Ada")).toString(),
				headers);
	}

	Answer signIn(String email, String... headers) {
		return post("/api/v1/sessions", JSON.valueToTree(Map.of("email", email, "password", PASSWORD)).toString(),
				headers);
	}

	Answer refresh(String refreshToken) {
		return post("/api/v1/sessions/refresh", JSON.valueToTree(Map.of("refreshToken", refreshToken)).toString());
	}

	Answer get(String path, String... headers) {
		return send(request(path, headers).GET());
	}

	Answer get(String path, Answer session) {
		return get(path, "Authorization", bearer(session));
	}

	Answer delete(String path, Answer session) {
		return send(request(path, "Authorization", bearer(session)).DELETE());
	}

	/** Without a token. A body is an empty JSON object. */
	Answer call(String method, String path) {
		HttpRequest.BodyPublisher body = method.equals("GET") ? HttpRequest.BodyPublishers.noBody()
				: HttpRequest.BodyPublishers.ofString("{}");
		return send(request(path).header("Content-Type", "application/json").method(method, body));
	}

	Answer call(String method, String path, Answer session, String body) {
		return send(request(path, "Authorization", bearer(session)).header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body)));
	}

	Answer post(String path, String body, String... headers) {
		return send(request(path, headers).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	Answer post(String path, String contentType, HttpRequest.BodyPublisher body, String... headers) {
		return send(request(path, headers).header("Content-Type", contentType).POST(body));
	}

	private static String bearer(Answer session) {
		return "Bearer " + session.text("accessToken");
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofSeconds(10));
		return (headers.length != 0) ? request.headers(headers) : request;
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			long start = System.nanoTime();
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response, Duration.ofNanos(System.nanoTime() - start));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A response and its duration.
	 */
	record Answer(HttpResponse<String> response, Duration delay) {

		int status() {
			return this.response.statusCode();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		JsonNode json() {
			try {
				return JSON.readTree(this.response.body());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** The lines of NDJSON. */
		List<JsonNode> lines() {
			try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(this.response.body())) {
				return values.readAll();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String text(String field) {
			return json().path(field).asText();
		}

		@Override
		public String toString() {
			return status() + " " + this.response.body();
		}

	}

}
