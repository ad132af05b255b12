package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S1: one session-service stays healthy during 200 simultaneous sign-ins.
 * {@code -Dbursts=} times.
 */
@Tag("faults")
class SignInBurstIntegrationTests {

	private static final int BURST = 200;

	private final HttpClient people = HttpClient.newHttpClient();

	/** A separate client, which the burst does not delay. */
	private final HttpClient probe = HttpClient.newHttpClient();

	@Test
	void burstOfSignInsIsAnsweredAndTheServiceStaysHealthy() throws IOException, InterruptedException {
		try (FaultRun run = FaultRun.start()) {
			List<Person> people = Stream.generate(run.client()::register)
				.limit(BURST)
				.flatMap((one) -> one.stream())
				.toList();
			people.forEach(run.client()::signIn);
			List<Long> delays = new ArrayList<>();
			List<HttpResponse<String>> answers = new ArrayList<>();
			for (int i = 0; i < FaultRun.size("bursts", 10); i++) {
				List<CompletableFuture<HttpResponse<String>>> burst = people.stream()
					.map((person) -> signIn(run.system().gateway(), person))
					.toList();
				while (!burst.stream().allMatch(CompletableFuture::isDone)) {
					delays.add(health(run));
					FaultRun.last(Duration.ofMillis(5));
				}
				burst.stream().map(CompletableFuture::join).forEach(answers::add);
			}
			Map<Integer, Long> statuses = answers.stream()
				.collect(Collectors.groupingBy(HttpResponse::statusCode, TreeMap::new, Collectors.counting()));
			List<Long> sorted = delays.stream().sorted().toList();
			long p99 = sorted.get(sorted.size() * 99 / 100);
			FaultRun.say(
					"bursts of %d sign-ins, responses by status %s; health checks: %d, p50 %d ms, p99 %d ms, max %d ms",
					BURST, statuses, sorted.size(), sorted.get(sorted.size() / 2), p99, sorted.get(sorted.size() - 1));
			assertThat(statuses).containsKey(201);
			assertThat(answers).allSatisfy((answer) -> assertThat(
					answer.statusCode() == 201 || answer.headers().firstValue("Retry-After").isPresent())
				.isTrue());
			assertThat(p99).isLessThan(100);
		}
	}

	/** Milliseconds until session-service responds that it is healthy. */
	private long health(FaultRun run) throws IOException, InterruptedException {
		URI health = run.system().management("session-service").resolve("/actuator/health/liveness");
		long start = System.nanoTime();
		assertThat(this.probe.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
			.statusCode()).isEqualTo(200);
		return (System.nanoTime() - start) / 1_000_000;
	}

	private CompletableFuture<HttpResponse<String>> signIn(URI gateway, Person person) {
		return this.people.sendAsync(HttpRequest.newBuilder(gateway.resolve("/api/v1/sessions"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(15))
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(person.email(), person.password())))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

}
