package dev.rollcall.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Sends requests to the gateway: well-formed ones, or raw bytes. */
@Lazy
final class Client {

	private static final int LIMIT = 10_000;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Environment environment;

	Client(Environment environment) {
		this.environment = environment;
	}

	int port() {
		return this.environment.getRequiredProperty("local.server.port", Integer.class);
	}

	HttpRequest.Builder to(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
			.timeout(Duration.ofMillis(LIMIT));
	}

	int managementPort() {
		return this.environment.getRequiredProperty("local.management.port", Integer.class);
	}

	HttpRequest.Builder toManagement(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + path))
			.timeout(Duration.ofMillis(LIMIT));
	}

	HttpRequest.Builder withToken(String path) {
		return to(path).header("Authorization", "Bearer " + AccessToken.valid());
	}

	HttpResponse<String> get(String path) {
		return send(to(path));
	}

	HttpResponse<String> getWithToken(String path) {
		return send(withToken(path));
	}

	HttpResponse<String> post(String path, String body) {
		return send(posting(path, body));
	}

	HttpRequest.Builder posting(String path, String body) {
		return to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Sends the bytes as they are and reads until the gateway closes the connection. */
	String raw(String request) throws IOException {
		return raw(port(), request);
	}

	String raw(int port, String request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(LIMIT);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			try (InputStream answer = socket.getInputStream()) {
				return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
			}
		}
	}

}
