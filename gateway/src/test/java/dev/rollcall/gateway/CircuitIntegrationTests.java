package dev.rollcall.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.channel.AbortedException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import dev.rollcall.gateway.Upstream.Answer;

import static org.assertj.core.api.Assertions.assertThat;

@GatewayTest
class CircuitIntegrationTests {

	private static final Duration TIME_LIMIT = Duration.ofMillis(1500);

	@Autowired
	private Client client;

	@Autowired
	private CircuitBreakerRegistry circuits;

	@Autowired
	private List<ErrorWebExceptionHandler> handlers;

	@BeforeEach
	void reset() {
		Services.reset();
		closeCircuits();
	}

	@AfterEach
	void closeCircuits() {
		this.circuits.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
	}

	@Test
	void hangingServiceIsUnavailableWithinTheLimit() {
		Services.NOTIFICATION.hang();
		Instant start = Instant.now();

		HttpResponse<String> answer = this.client.getWithToken("/api/v1/notifications");

		assertUnavailable(answer);
		assertThat(Duration.between(start, Instant.now())).isBetween(TIME_LIMIT.multipliedBy(9).dividedBy(10),
				TIME_LIMIT.plusSeconds(2));
	}

	@Test
	void answerThatStallsIsCutOff() throws IOException {
		Services.NOTIFICATION.answer(Answer.json(200, "{").with("Content-Length", "100").unending());

		String answer = this.client.raw("GET /api/v1/notifications HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
				+ AccessToken.valid() + "\r\n\r\n");

		assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n{");
	}

	/** Two pooled connections in a row that the service has just closed. */
	@Test
	void connectionClosedBeforeTheRequestIsUnavailable() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/api/v1/users/me"));

		this.handlers.get(0).handle(exchange, AbortedException.beforeSend()).block(TIME_LIMIT);

		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("1");
	}

	@Test
	void circuitOpensAndClosesAgain() {
		// Fetches the keys: requests that wait for them do not reach the service.
		Services.NOTIFICATION.answer(Answer.json(200, "{}"));
		assertThat(this.client.getWithToken("/api/v1/notifications").statusCode()).isEqualTo(200);
		Services.NOTIFICATION.hang();
		CompletableFuture
			.allOf(IntStream.range(0, 12)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> this.client.getWithToken("/api/v1/notifications")))
				.toArray(CompletableFuture[]::new))
			.join();
		assertThat(circuit("notifications").getState()).isIn(CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);
		circuit("notifications").transitionToOpenState();
		Services.NOTIFICATION.answer(Answer.json(200, "{}"));
		Instant start = Instant.now();

		assertUnavailable(this.client.getWithToken("/api/v1/notifications"));
		assertThat(Duration.between(start, Instant.now())).isLessThan(TIME_LIMIT);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(Duration.ofSeconds(2))
			.until(() -> this.client.getWithToken("/api/v1/notifications").statusCode() == 200);
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> {
			this.client.getWithToken("/api/v1/notifications");
			return circuit("notifications").getState() == CircuitBreaker.State.CLOSED;
		});
	}

	@Test
	void noCircuitOpensForWhatClientsDo() throws IOException {
		Services.SESSION.answer(Answer.problem(401, "{}"));
		for (int i = 0; i < 30; i++) {
			assertThat(this.client.post("/login", "{}").statusCode()).isEqualTo(401);
			this.client.raw("POST /login HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "11000\r\n" + "a".repeat(0x11000) + "\r\n0\r\n\r\n");
		}

		assertThat(circuit("sign-in").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(circuit("sign-in").getMetrics().getNumberOfFailedCalls()).isZero();
	}

	/** A body that takes as long as it may leaves the service its whole time. */
	@Test
	void noCircuitOpensForSlowBodies() throws IOException {
		String head = "POST /register HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{";
		Services.REGISTRATION.answerAfter(Duration.ofMillis(900), Answer.json(201, "{}"));
		try (Socket slow = new Socket("127.0.0.1", this.client.port())) {
			slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
			Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
			assertThat(Services.REGISTRATION.begun()).as("requests whose body still arrives").isZero();
			slow.getOutputStream().write('}');
			assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 201");
		}
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.raw(head)).startsWith("HTTP/1.1 408");
		}
		assertThat(circuit("registrations").getMetrics().getNumberOfFailedCalls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 502, 504 })
	void badGatewayBecomesUnavailable(int status) {
		Services.NOTIFICATION.answer(new Answer(status, java.util.Map.of("Server", "inner"), "<html>inner</html>"));

		HttpResponse<String> answer = this.client.getWithToken("/api/v1/notifications");

		assertUnavailable(answer);
		assertThat(answer.headers().firstValue("Server")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422, 429, 500, 503 })
	void ownErrorOfServicePassesThrough(int status) {
		Services.NOTIFICATION.answer(Answer.problem(status, "{\"status\":" + status + "}").with("Retry-After", "7"));

		HttpResponse<String> answer = this.client.getWithToken("/api/v1/notifications");

		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.body()).isEqualTo("{\"status\":" + status + "}");
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
	}

	private void assertUnavailable(HttpResponse<String> answer) {
		Problems.assertProblem(answer, 503, "unavailable");
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
	}

	private CircuitBreaker circuit(String name) {
		return this.circuits.circuitBreaker(name);
	}

}
