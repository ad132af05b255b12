package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import org.bson.Document;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F11: records of a user arrive out of order, with gaps and twice. The projection of the
 * current state keeps the newest and counts the gaps.
 */
@Tag("faults")
class ReorderedRecordsIntegrationTests {

	private static final int USERS = FaultRun.size("users", 200);

	@Test
	void newestVersionWinsAndGapsAreCounted() throws IOException, InterruptedException {
		try (FaultRun run = FaultRun.start()) {
			double gaps = gaps(run);
			Set<String> foreign = new HashSet<>();
			try (RawProducer producer = new RawProducer(run.system())) {
				for (int i = 0; i < USERS; i++) {
					foreign.add(disorder(producer).toString());
				}
			}
			History history = run.verify(System.nanoTime(), Duration.ofSeconds(60),
					Circumstances.ORDINARY.foreign(foreign));
			assertThat(history.stores().projected()).filteredOn((document) -> foreign.contains(document.get("_id")))
				.hasSize(USERS)
				.allSatisfy(
						(document) -> assertThat(document.get("profile", Document.class).get("version")).isEqualTo(5L));
			FaultRun.say("records of %d users out of order, %.0f gaps counted", USERS, gaps(run) - gaps);
			assertThat(gaps(run) - gaps).isEqualTo(2.0 * USERS);
		}
	}

	/** Versions 1, 3, 2, 3 again, 5, 4: two gaps, before 3 and before 5. */
	private static UUID disorder(RawProducer producer) {
		UUID user = UUID.randomUUID();
		SpecificRecord third = RawProducer.event(user, 3);
		producer.send(RawProducer.event(user, 1));
		producer.send(third);
		producer.send(RawProducer.event(user, 2));
		producer.send(third);
		producer.send(RawProducer.event(user, 5));
		producer.send(RawProducer.event(user, 4));
		return user;
	}

	private static double gaps(FaultRun run) throws IOException, InterruptedException {
		URI metrics = run.system().management("session-service").resolve("/actuator/prometheus");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
			.body()
			.lines()
			.filter((line) -> line.startsWith("rollcall_projection_gaps_total") && line.contains("\"accounts\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}
