package dev.rollcall.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoadTests {

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private HttpServer server;

	private volatile int status = 200;

	private final AtomicInteger refusals = new AtomicInteger();

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
			byte[] answer = "{\"next\":\"%s+\"}".formatted(body).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders((this.refusals.getAndDecrement() > 0) ? 503 : this.status, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Test
	void sendsTheNumberOfRequests() throws InterruptedException {
		Load.send(uri(), 3, Operation.of(() -> Request.get("/a", null), 200), 50);
		assertThat(this.received).hasSize(50).containsOnly("GET /a ");
	}

	@Test
	void eachTokenIsExchangedForTheNextOneOfItsConnection() throws InterruptedException {
		Load.send(uri(), 1, new TokenChain(List.of("t"), (token) -> Request.json("/", token, null), "next"), 3);
		assertThat(this.received).containsExactly("POST / t", "POST / t+", "POST / t++");
	}

	@Test
	void unexpectedStatusIsAnError() {
		this.status = 500;
		assertThatIllegalStateException()
			.isThrownBy(() -> Load.send(uri(), 1, Operation.of(() -> Request.get("/", null), 200), 1))
			.withMessageContaining("500");
	}

	@Test
	void refusedRequestIsSentAgain() throws InterruptedException {
		this.refusals.set(3);
		AtomicInteger number = new AtomicInteger();
		Load.send(uri(), 2, Operation.of(() -> Request.get("/" + number.incrementAndGet(), null), 200), 4);
		assertThat(this.received).hasSize(7).contains("GET /1 ", "GET /2 ", "GET /3 ", "GET /4 ");
		assertThat(number).hasValue(4);
	}

	@Test
	void serverThatRefusesEverythingIsAnError() {
		this.refusals.set(1000);
		assertThatIllegalStateException()
			.isThrownBy(() -> Load.send(uri(), 1, Operation.of(() -> Request.get("/", null), 200), 1))
			.withMessageContaining("503");
	}

	@Test
	void serverThatIsAwayIsAnError() {
		this.server.stop(0);
		assertThatIllegalStateException()
			.isThrownBy(() -> Load.send(uri(), 1, Operation.of(() -> Request.get("/", null), 200), 1));
	}

	@Test
	void openLoopSendsWhatIsDue() throws InterruptedException {
		long start = System.nanoTime() - Duration.ofSeconds(1).toNanos();
		try (Load load = Load.start(uri(), 2, Operation.of(() -> Request.get("/", null), 200),
				new ConstantRate(100, start))) {
			// 100 requests are overdue already; each counts from when it was due.
			long operations = 0;
			double longest = 0;
			while (operations < 100) {
				Window window = load.window(Duration.ofMillis(50));
				operations += window.operations();
				longest = Math.max(longest, window.millis(100));
			}
			assertThat(longest).isGreaterThanOrEqualTo(1000);
		}
	}

}
