package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A registry that lacks one schema, like one that is behind the producers. It answers
 * everything else as the real registry does.
 */
final class StaleRegistry implements AutoCloseable {

	private static final String UNKNOWN_ID = "999999";

	private final HttpClient http = HttpClient.newHttpClient();

	private final HttpServer server;

	private final URI registry;

	private final String missing;

	/**
	 * Starts the registry.
	 * @param registry the real one
	 * @param missing the content id of the schema that it lacks
	 */
	StaleRegistry(URI registry, int missing) {
		this.registry = registry;
		this.missing = "/" + missing + "(?=[/?]|$)";
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::forward);
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	private void forward(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().toString().replaceFirst(this.missing, "/" + UNKNOWN_ID);
			HttpRequest.Builder request = HttpRequest.newBuilder(this.registry.resolve(path))
				.method(exchange.getRequestMethod(),
						HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
			for (String name : new String[] { "Content-Type", "Accept" }) {
				Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
					.ifPresent((value) -> request.header(name, value));
			}
			HttpResponse<byte[]> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
			response.headers()
				.firstValue("Content-Type")
				.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
			byte[] body = response.body();
			exchange.sendResponseHeaders(response.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
