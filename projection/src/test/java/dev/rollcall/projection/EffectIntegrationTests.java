package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // a service runs as long as its resource is open; not all tests
							// ask it
class EffectIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final String group = this.service + "-deliveries";

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, "deliveries");
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void emptyStoreBeforeAFullLogTakesEffectOnlyFromItsEnd() throws Exception {
		send(5);
		RecordingEffect effect = RecordingEffect.of(this.topic);
		try (RunningService running = RunningService.start(this.service, effect)) {
			awaitBeginnings(running);
			List<String> late = send(2);
			Waiting.await().until(() -> effect.keys().size() >= 2);
			assertThat(effect.keys()).containsExactlyInAnyOrderElementsOf(late);
		}
	}

	@Test
	void committedOffsetIsTheBeginning() throws Exception {
		Platform.commit(this.group, this.topic, 0);
		List<String> users = send(5);
		RecordingEffect effect = RecordingEffect.of(this.topic);
		try (RunningService running = RunningService.start(this.service, effect)) {
			Waiting.await().until(() -> effect.keys().size() == 5);
			assertThat(effect.keys()).containsExactlyInAnyOrderElementsOf(users);
		}
	}

	@Test
	void resetGroupBeforeAnEmptiedStoreRepeatsNothing() throws Exception {
		Platform.commit(this.group, this.topic, 0);
		send(5);
		RecordingEffect first = RecordingEffect.of(this.topic);
		try (RunningService running = RunningService.start(this.service, first)) {
			Waiting.await().until(() -> first.keys().size() == 5);
		}
		RecordingEffect second = RecordingEffect.of(this.topic);
		try (RunningService running = RunningService.start(this.service, second,
				"spring.mongodb.uri=" + Platform.shared().storeUri(this.service + "-emptied"))) {
			awaitBeginnings(running);
		}
		Platform.commit(this.group, this.topic, 0);
		try (RunningService running = RunningService.start(this.service, second,
				"spring.mongodb.uri=" + Platform.shared().storeUri(this.service + "-emptied"))) {
			List<String> late = send(1);
			Waiting.await().until(() -> !second.keys().isEmpty());
			assertThat(second.keys()).isEqualTo(late);
		}
	}

	@Test
	void replayedRecordsTakeNoEffect() throws Exception {
		Platform.commit(this.group, this.topic, 0);
		UUID replayed = UUID.randomUUID();
		this.producer.send(replayed.toString(), this.producer.encode(EventFixture.user(replayed, 1, "ann")),
				List.of(new RecordHeader("rollcall-replay", "past".getBytes(StandardCharsets.UTF_8))));
		List<String> users = send(1);
		RecordingEffect effect = RecordingEffect.of(this.topic);
		try (RunningService running = RunningService.start(this.service, effect)) {
			Waiting.await().until(() -> !effect.keys().isEmpty() && running.count("replayed") == 1);
			assertThat(effect.keys()).isEqualTo(users);
		}
	}

	private static void awaitBeginnings(RunningService running) {
		Waiting.await().until(() -> running.database().awaitAll("beginnings", (all) -> all.find()).size() == 2);
	}

	private List<String> send(int count) throws Exception {
		List<String> users = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			UUID user = UUID.randomUUID();
			this.producer.send(user, EventFixture.user(user, 1, "ann"));
			users.add(user.toString());
		}
		return users;
	}

}
