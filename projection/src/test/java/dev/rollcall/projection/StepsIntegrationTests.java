package dev.rollcall.projection;

import java.util.List;
import java.util.UUID;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepsIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID user = UUID.randomUUID();

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, Steps.NAME);
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void versionBeyondTheNextIsParkedWithItsCauseAndCounted() throws Exception {
		send(1, 3, 2);
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 2);
			assertThat(steps(running)).containsExactly(1L, 2L);
			Waiting.await().until(() -> running.count("dead.letters") == 1);
			assertThat(running.count("parked")).isOne();
			assertThat(running.count("gaps")).isOne();
		}
		assertThat(DeadLetterReader.read(Platform.deadLetters(this.topic, this.service, Steps.NAME))).singleElement()
			.satisfies((letter) -> assertThat(DeadLetterReader.header(letter, "rollcall-cause-type"))
				.isEqualTo(VersionGapException.class.getName()));
	}

	@Test
	void redriveInTheOrderOfVersionsCompletesWhatWasParked() throws Exception {
		send(1, 5, 4, 3, 6);
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("dead.letters") == 4);
			Operations.Answer nothing = running.operations().post("deadletters/redrive");
			assertThat(nothing.body().path("outcomes")).hasSize(4)
				.allSatisfy((outcome) -> assertThat(outcome.path("outcome").asString()).isEqualTo("failed"));
			send(2);
			Waiting.await().until(() -> running.count("applied") == 2);
			Operations.Answer all = running.operations().post("deadletters/redrive");
			assertThat(all.body().path("outcomes")).hasSize(4)
				.allSatisfy((outcome) -> assertThat(outcome.path("outcome").asString()).isEqualTo("redriven"));
			assertThat(steps(running)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
			assertThat(running.operations().get("deadletters?state=open").body().path("letters")).isEmpty();
		}
	}

	@Test
	void recordOfAnUnknownTypeIsParkedTooSoThatItsStepIsNotLost() throws Exception {
		this.producer.send(this.user.toString(), UnknownType.registeredAndEncoded(), List.of());
		send(1);
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
			Waiting.await().until(() -> running.count("dead.letters") == 1);
			assertThat(running.count("unknown")).isOne();
			String id = running.operations().get("deadletters").body().path("letters").path(0).path("id").asString();
			assertThat(running.operations().get("deadletters/" + id).body().at("/value/planet").asString())
				.isEqualTo("Mars");
			Operations.Answer stillUnknown = running.operations().post("deadletters/" + id + "/redrive");
			assertThat(stillUnknown.text("causeType")).isEqualTo(UnknownTypeException.class.getName());
		}
	}

	private List<Long> steps(RunningService running) {
		return running.find(Steps.NAME, this.user).get("history", Document.class).getList("steps", Long.class);
	}

	private void send(long... versions) throws Exception {
		for (long version : versions) {
			this.producer.send(this.user, EventFixture.user(this.user, version, "ann"));
		}
	}

	private RunningService start() {
		return RunningService.startWithOperations(this.service, List.of(Steps.of(this.topic)));
	}

}
