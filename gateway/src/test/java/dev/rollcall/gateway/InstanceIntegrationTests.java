package dev.rollcall.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.ChannelBindException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.rollcall.gateway.Upstream.Received;

import static org.assertj.core.api.Assertions.assertThat;

/** With a run directory, only the instances registered there are used. */
@GatewayTest
class InstanceIntegrationTests {

	private static final long LIVE = ProcessHandle.current().pid();

	private static final Duration SEEN = Duration.ofSeconds(5);

	@TempDir
	static Path runDirectory;

	private final Upstream first = Upstream.start();

	private final Upstream second = Upstream.start();

	@Autowired
	private Client client;

	@Autowired
	private CircuitBreakerRegistry circuits;

	@DynamicPropertySource
	static void useRunDirectory(DynamicPropertyRegistry registry) {
		registry.add("rollcall.gateway.run-directory", () -> runDirectory);
	}

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@AfterEach
	void cleanUp() throws IOException {
		this.first.stop();
		this.second.stop();
		try (var files = Files.list(runDirectory)) {
			for (var file : files.toList()) {
				Files.delete(file);
			}
		}
		Awaitility.await().atMost(SEEN).until(() -> this.client.post("/register", "{}").statusCode() == 503);
		this.circuits.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
	}

	@Test
	void withoutARunningInstanceNoOtherAddressIsTried() {
		HttpResponse<String> answer = this.client.post("/register", "{}");

		Problems.assertProblem(answer, 503, "unavailable");
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(Services.REGISTRATION.received()).isEmpty();
	}

	@Test
	void tokenIsNotRefusedBeforeTheFirstKeyIsLoaded() throws IOException {
		run("registration-service", LIVE, this.first.port());

		HttpResponse<String> answer = this.client.getWithToken("/api/v1/users/me");

		Problems.assertProblem(answer, 503, "unavailable");
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(this.first.received()).isEmpty();
	}

	@Test
	void manyHungInstancesDoNotHoldARequestForLong() throws IOException {
		this.first.hang();
		for (int i = 1; i <= 20; i++) {
			run("session-service#" + i, LIVE, this.first.port());
		}

		Awaitility.await()
			.atMost(SEEN)
			.until(() -> this.client.getWithToken("/api/v1/users/me").statusCode() == 503
					&& !this.first.received().isEmpty());
	}

	@Test
	void twoInstancesShareTheWork() throws IOException {
		run("registration-service", LIVE, this.first.port());
		run("registration-service#2", LIVE, this.second.port());
		Awaitility.await().atMost(SEEN).until(this::bothAreUsed);
		this.first.forget();
		this.second.forget();

		for (int i = 0; i < 20; i++) {
			assertThat(this.client.post("/register", "{}").statusCode()).isEqualTo(200);
		}

		assertThat(this.first.received()).hasSize(10);
		assertThat(this.second.received()).hasSize(10);
	}

	@Test
	void stoppingInstanceGetsNoNewRequests() throws IOException {
		run("registration-service", LIVE, this.first.port());
		run("registration-service#2", LIVE, this.second.port());
		Awaitility.await().atMost(SEEN).until(this::bothAreUsed);
		Files.writeString(runDirectory.resolve("registration-service.pid"),
				LIVE + "\n" + this.first.port() + "\nstopping\n");

		Awaitility.await().atMost(SEEN).until(() -> {
			this.first.forget();
			this.client.post("/register", "{}");
			this.client.post("/register", "{}");
			return this.first.received().isEmpty();
		});
		assertThat(this.client.post("/register", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void unreadyInstanceGetsNoRequestsWhileAnotherIsReady() throws IOException {
		List<Upstream> starting = withHealth(20_000);
		List<Upstream> other = withHealth(starting.get(0).port() + 1);
		Upstream health = starting.get(1);
		try {
			health.answer(Upstream.Answer.of(503));
			run("registration-service", LIVE, starting.get(0).port());
			run("registration-service#2", LIVE, other.get(0).port());
			// Both get requests until the gateway has heard from one of them.
			Awaitility.await().atMost(SEEN).until(() -> {
				starting.get(0).forget();
				return isUsed(other.get(0)) && isUsed(other.get(0)) && starting.get(0).received().isEmpty();
			});
			for (int i = 0; i < 10; i++) {
				assertThat(this.client.post("/register", "{}").statusCode()).isEqualTo(200);
			}
			assertThat(starting.get(0).received()).isEmpty();

			health.answer(Upstream.Answer.of(200));
			Awaitility.await().atMost(SEEN).until(() -> isUsed(starting.get(0)));
		}
		finally {
			Stream.concat(starting.stream(), other.stream()).forEach(Upstream::stop);
		}
	}

	/** A service and its health endpoint, on ports outside the range of client ports. */
	private static List<Upstream> withHealth(int from) {
		for (int port = from;; port++) {
			Upstream service = null;
			try {
				service = Upstream.start(port);
				return List.of(service, Upstream.start(port + 1000));
			}
			catch (ChannelBindException ex) {
				if (service != null) {
					service.stop();
				}
			}
		}
	}

	private boolean bothAreUsed() {
		this.client.post("/register", "{}");
		return !this.first.received().isEmpty() && !this.second.received().isEmpty();
	}

	@Test
	void whenOneRefusesTheOtherServesEachRequestOnce() throws IOException {
		run("registration-service", LIVE, closedPort());
		run("registration-service#2", LIVE, this.second.port());
		Awaitility.await().atMost(SEEN).until(this::secondIsUsed);
		this.second.forget();

		for (int i = 0; i < 20; i++) {
			HttpResponse<String> answer = this.client.post("/register", "body " + i);
			assertThat(answer.statusCode()).isEqualTo(200);
		}

		assertThat(this.second.received()).extracting(Received::body).hasSize(20).doesNotHaveDuplicates();
	}

	private boolean secondIsUsed() {
		return isUsed(this.second);
	}

	private boolean isUsed(Upstream upstream) {
		this.client.post("/register", "{}");
		return !upstream.received().isEmpty();
	}

	@Test
	void filesOfDeadAndForeignProcessesAreIgnored() throws IOException {
		run("registration-service", deadPid(), this.first.port());
		run("registration-service-old", LIVE, this.first.port());
		Files.writeString(runDirectory.resolve("registration-service#3.pid"), LIVE + "\n");
		Files.writeString(runDirectory.resolve("registration-service#4.pid"), "x\ny\n");
		run("registration-service#2", LIVE, this.second.port());
		Awaitility.await().atMost(SEEN).until(this::secondIsUsed);

		for (int i = 0; i < 10; i++) {
			assertThat(this.client.post("/register", "{}").statusCode()).isEqualTo(200);
		}

		assertThat(this.first.received()).isEmpty();
	}

	private static void run(String process, long pid, int port) throws IOException {
		Files.writeString(runDirectory.resolve(process + ".pid"), pid + "\n" + port + "\n");
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static long deadPid() throws IOException {
		Process process = new ProcessBuilder("true").start();
		Awaitility.await().atMost(SEEN).until(() -> !process.isAlive());
		return process.pid();
	}

}
