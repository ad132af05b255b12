package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** 200 sign-ins at once at one session-service, which stays well meanwhile (S1). */
@Tag("faults")
class SignInBurstIntegrationTests {

	private static final int BURST = 200;

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void burstOfSignInsIsAnsweredAndTheServiceStaysWell() throws IOException, InterruptedException {
		try (FaultRun run = FaultRun.start()) {
			List<Person> people = Stream.generate(run.client()::register)
				.limit(BURST)
				.flatMap((one) -> one.stream())
				.toList();
			people.forEach(run.client()::signIn);
			URI health = run.system().management("session-service").resolve("/actuator/health/liveness");
			List<Long> delays = new ArrayList<>();
			List<CompletableFuture<HttpResponse<String>>> answers = people.stream()
				.map((person) -> signIn(run.system().gateway(), person))
				.toList();
			while (!answers.stream().allMatch(CompletableFuture::isDone)) {
				long start = System.nanoTime();
				assertThat(this.http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
					.statusCode()).isEqualTo(200);
				delays.add((System.nanoTime() - start) / 1_000_000);
			}
			List<Long> sorted = delays.stream().sorted().toList();
			List<Integer> statuses = answers.stream().map((answer) -> answer.join().statusCode()).toList();
			long p99 = sorted.get(sorted.size() * 99 / 100);
			FaultRun.say("%d sign-ins at once: %d answered 201, the others %s; %d times healthy, p99 %d ms, max %d ms",
					BURST, statuses.stream().filter((status) -> status == 201).count(),
					statuses.stream().filter((status) -> status != 201).distinct().toList(), sorted.size(), p99,
					sorted.get(sorted.size() - 1));
			assertThat(answers).allSatisfy((answer) -> assertThat(
					answer.join().statusCode() == 201 || answer.join().headers().firstValue("Retry-After").isPresent())
				.isTrue());
			assertThat(p99).isLessThan(100);
		}
	}

	private CompletableFuture<HttpResponse<String>> signIn(URI gateway, Person person) {
		return this.http.sendAsync(HttpRequest.newBuilder(gateway.resolve("/api/v1/sessions"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(15))
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(person.email(), person.password())))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

}
