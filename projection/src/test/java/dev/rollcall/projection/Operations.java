package dev.rollcall.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Calls a service's management endpoints.
 */
final class Operations {

	private final HttpClient http = HttpClient.newHttpClient();

	private final String url;

	Operations(String url) {
		this.url = url;
	}

	Answer get(String path) {
		return call("GET", path);
	}

	Answer post(String path) {
		return call("POST", path);
	}

	Answer delete(String path) {
		return call("DELETE", path);
	}

	private Answer call(String method, String path) {
		try {
			HttpResponse<String> answer = this.http.send(HttpRequest.newBuilder(URI.create(this.url + path))
				.timeout(Duration.ofSeconds(30))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(answer.statusCode(), new ObjectMapper().readTree(answer.body()));
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
	 * An answer.
	 */
	record Answer(int status, JsonNode body) {

		String text(String field) {
			return this.body.path(field).asString();
		}

	}

}
