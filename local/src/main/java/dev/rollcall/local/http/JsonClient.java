package dev.rollcall.local.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests with JSON bodies. Thread-safe.
 */
public final class JsonClient {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

	private final Duration timeout;

	/**
	 * Creates a client.
	 * @param timeout how long one response may take
	 */
	public JsonClient(Duration timeout) {
		this.timeout = timeout;
	}

	/** Sends a GET request. */
	public Response get(String url, String... headers) throws IOException {
		return send("GET", url, null, headers);
	}

	/**
	 * Sends a request.
	 * @param body sent as JSON; null sends no body
	 * @param headers names and values in turn
	 * @throws IOException if there is no response in time, or the thread is interrupted
	 */
	public Response send(String method, String url, @Nullable Object body, String... headers) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.timeout(this.timeout)
			.header("Content-Type", "application/json")
			.method(method, (body != null) ? HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))
					: HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Response(this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
		}
		catch (ConnectException ex) {
			throw new IOException("No connection to " + request.build().uri(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted");
		}
	}

	/**
	 * Sends a request and repeats it as the header {@code Retry-After} says while the
	 * service responds with 503.
	 * @param limit how long to repeat
	 * @return the first response other than 503, or the last one
	 */
	public Response sendRetrying(Duration limit, String method, String url, @Nullable Object body, String... headers)
			throws IOException {
		long end = System.nanoTime() + limit.toNanos();
		Response response = send(method, url, body, headers);
		while (response.status() == 503 && System.nanoTime() < end) {
			pause(response.header("Retry-After"));
			response = send(method, url, body, headers);
		}
		return response;
	}

	private static void pause(String seconds) throws IOException {
		try {
			TimeUnit.SECONDS.sleep(seconds.matches("[0-9]") ? Integer.parseInt(seconds) : 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted");
		}
	}

	/**
	 * A response.
	 */
	public record Response(HttpResponse<byte[]> http) {

		/** Returns the status code. */
		public int status() {
			return this.http.statusCode();
		}

		/** Returns the first value of a header; empty if there is none. */
		public String header(String name) {
			return this.http.headers().firstValue(name).orElse("");
		}

		/** Returns the body as text. */
		public String text() {
			return new String(this.http.body(), StandardCharsets.UTF_8);
		}

		/** Parses the body. */
		public JsonNode json() throws IOException {
			return JSON.readTree(this.http.body());
		}

		/** Returns this response if it has the expected status. */
		public Response expect(int status) throws IOException {
			if (status() != status) {
				throw new IOException(
						"%s returned status %d: %s".formatted(this.http.uri().getPath(), status(), text()));
			}
			return this;
		}

	}

}
