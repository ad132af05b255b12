package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are not in the ledger.
 */
final class Calls {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	HttpResponse<String> get(URI address) {
		return send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(15)));
	}

	HttpResponse<String> get(URI address, Session session) {
		return send(authorized(address, session).timeout(Duration.ofSeconds(15)));
	}

	/** Sends JSON with one field. */
	HttpResponse<String> post(URI address, String field, String value) {
		return send(HttpRequest.newBuilder(address)
			.timeout(Duration.ofSeconds(15))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"%s\":\"%s\"}".formatted(field, value))));
	}

	/** Sends lines, without a time limit. */
	HttpResponse<String> postLines(URI address, Session session, String lines) {
		return send(authorized(address, session).header("Content-Type", "application/x-ndjson")
			.POST(HttpRequest.BodyPublishers.ofString(lines)));
	}

	/**
	 * Uses a refresh token.
	 * @return the next one; null if it is refused with 401
	 */
	@Nullable String refresh(URI gateway, String token) {
		HttpResponse<String> response = post(gateway.resolve("/api/v1/sessions/refresh"), "refreshToken", token);
		try {
			return switch (response.statusCode()) {
				case 401 -> null;
				case 200, 201 -> JSON.readTree(response.body()).path("refreshToken").asText();
				default -> token;
			};
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static HttpRequest.Builder authorized(URI address, Session session) {
		return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + session.accessToken());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
