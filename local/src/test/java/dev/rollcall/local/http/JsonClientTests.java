package dev.rollcall.local.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class JsonClientTests {

	private final JsonClient client = new JsonClient(Duration.ofSeconds(30));

	private HttpServer server;

	private String url;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
		this.server.createContext("/echo", (exchange) -> {
			String answer = "{\"method\":\"%s\",\"a\":\"%s\",\"body\":%s}".formatted(exchange.getRequestMethod(),
					exchange.getRequestHeaders().getFirst("A"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.getResponseHeaders().set("B", "b");
			exchange.sendResponseHeaders(201, answer.length());
			exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		this.server.start();
		this.url = "http://127.0.0.1:" + this.server.getAddress().getPort() + "/echo";
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void bodyAndHeadersAreSent() throws IOException {
		JsonClient.Response response = this.client.send("PUT", this.url, Map.of("x", 1), "A", "a");
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.text()).isEqualTo("{\"method\":\"PUT\",\"a\":\"a\",\"body\":{\"x\":1}}");
		assertThat(response.json().at("/body/x").asInt()).isOne();
	}

	@Test
	void unavailableServiceIsAskedAgain() throws IOException {
		AtomicInteger requests = new AtomicInteger();
		this.server.createContext("/busy", (exchange) -> {
			exchange.getResponseHeaders().set("Retry-After", "0");
			exchange.sendResponseHeaders((requests.incrementAndGet() < 3) ? 503 : 200, -1);
			exchange.close();
		});
		JsonClient.Response response = this.client.sendRetrying(Duration.ofSeconds(30), "POST",
				this.url.replace("/echo", "/busy"), null);
		assertThat(response.status()).isEqualTo(200);
		assertThat(requests).hasValue(3);
	}

	@Test
	void unavailableServiceIsAskedOnceWithoutTimeLeft() throws IOException {
		this.server.createContext("/busy", (exchange) -> {
			exchange.sendResponseHeaders(503, -1);
			exchange.close();
		});
		assertThat(this.client.sendRetrying(Duration.ZERO, "POST", this.url.replace("/echo", "/busy"), null).status())
			.isEqualTo(503);
	}

	@Test
	void headersOfTheResponseAreRead() throws IOException {
		JsonClient.Response response = this.client.send("POST", this.url, Map.of());
		assertThat(response.header("b")).isEqualTo("b");
		assertThat(response.header("c")).isEmpty();
	}

	@Test
	void unexpectedStatusIsNamedWithTheBody() throws IOException {
		JsonClient.Response response = this.client.send("DELETE", this.url, Map.of());
		assertThat(response.expect(201)).isSameAs(response);
		assertThatIOException().isThrownBy(() -> response.expect(200))
			.withMessageStartingWith("/echo returned status 201: {\"method\":\"DELETE\"");
	}

	@Test
	void refusedConnectionNamesTheAddress() {
		this.server.stop(0);
		assertThatIOException().isThrownBy(() -> this.client.get(this.url)).withMessage("No connection to " + this.url);
	}

	@Test
	void interruptedThreadStaysInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.get(this.url))
			.withMessage("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

}
