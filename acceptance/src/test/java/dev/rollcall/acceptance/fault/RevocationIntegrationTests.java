package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * S8: the time from the end of all sessions of a user until each of two gateways refuses
 * the access token, and gateways without broker or registry. {@code -Dends=}: how often.
 */
@Tag("faults")
class RevocationIntegrationTests {

	private static final String WHO = "/api/v1/users/me";

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void tokenIsRefusedByEachGatewayWithinASecond() {
		try (FaultRun run = FaultRun.startWithTwoGateways()) {
			run.system().up("gateway#2");
			List<Long> delays = new ArrayList<>();
			for (int i = 0; i < FaultRun.size("ends", 200); i++) {
				Session session = session(run);
				assertThat(List.of(status(run, 1, session), status(run, 2, session))).containsOnly(200);
				assertThat(call(run.system().gateway(1), "DELETE", "/api/v1/sessions", session)).isEqualTo(204);
				long start = System.nanoTime();
				await().pollInterval(Duration.ofMillis(5))
					.until(() -> status(run, 1, session) == 401 && status(run, 2, session) == 401);
				delays.add((System.nanoTime() - start) / 1_000_000);
			}
			List<Long> sorted = delays.stream().sorted().toList();
			FaultRun.say("%d ends of all sessions, to the refusal at both gateways: p50 %d ms, p99 %d ms, max %d ms",
					sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100),
					sorted.get(sorted.size() - 1));
			assertThat(sorted).allMatch((delay) -> delay < 1000);
		}
	}

	@Test
	void sessionThatEndedDuringABrokerOutageIsRefusedAfterwards() {
		try (FaultRun run = FaultRun.start()) {
			Session session = session(run);
			run.system().kill("broker");
			assertThat(run.client().signOut(session)).isTrue();
			assertThat(status(run, 1, session)).as("the gateway has not read the end of the session").isEqualTo(200);
			await().atMost(Duration.ofSeconds(30)).until(() -> degraded(run));
			run.system().up();
			await().atMost(Duration.ofSeconds(15)).until(() -> status(run, 1, session) == 401 && !degraded(run));
		}
	}

	@Test
	void gatewayThatStartsWithoutTheRegistryCatchesUp() {
		try (FaultRun run = FaultRun.start()) {
			Session session = session(run);
			run.system().kill("registry");
			run.system().kill("gateway");
			assertThat(call(URI.create("http://127.0.0.1:" + (run.system().gateway().getPort() + 2)), "DELETE",
					"/api/v1/sessions/current", session))
				.isEqualTo(204);
			run.system().tryUp(60, "gateway");
			assertThat(degraded(run)).isTrue();
			run.system().up();
			await().atMost(Duration.ofSeconds(15)).until(() -> status(run, 1, session) == 401 && !degraded(run));
		}
	}

	private static Session session(FaultRun run) {
		return run.client().register().flatMap(run.client()::signIn).orElseThrow();
	}

	private boolean degraded(FaultRun run) {
		return body(run.system().management("gateway").resolve("/actuator/prometheus")).lines()
			.anyMatch((line) -> line.startsWith("rollcall_gateway_revocation_degraded") && line.endsWith(" 1.0"));
	}

	private int status(FaultRun run, int gateway, Session session) {
		return call(run.system().gateway(gateway), "GET", WHO, session);
	}

	private int call(URI door, String method, String path, Session session) {
		return send(HttpRequest.newBuilder(door.resolve(path))
			.header("Authorization", "Bearer " + session.accessToken())
			.method(method, HttpRequest.BodyPublishers.noBody())).statusCode();
	}

	private String body(URI address) {
		return send(HttpRequest.newBuilder(address)).body();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
