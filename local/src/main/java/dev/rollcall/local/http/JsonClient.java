package dev.rollcall.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Calls the way a client of the system does.
 */
final class Api {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIME_LIMIT).build();

	private final ObjectMapper mapper = new ObjectMapper();

	Answer post(String url, Object body, String... headers) throws IOException, InterruptedException {
		return send(request(url, headers).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(this.mapper.writeValueAsBytes(body))));
	}

	Answer get(String url, String... headers) throws IOException, InterruptedException {
		return send(request(url, headers));
	}

	private static HttpRequest.Builder request(String url, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIME_LIMIT);
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		return new Answer(response.statusCode(), response, this.mapper);
	}

	/**
	 * An answer.
	 */
	record Answer(int status, HttpResponse<byte[]> response, ObjectMapper mapper) {

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		JsonNode body() throws IOException {
			return this.mapper.readTree(this.response.body());
		}

		Answer expect(int expected) throws IOException {
			if (this.status != expected) {
				throw new IOException("%s answered %d: %s".formatted(this.response.uri().getPath(), this.status,
						new String(this.response.body(), StandardCharsets.UTF_8)));
			}
			return this;
		}

	}

}
