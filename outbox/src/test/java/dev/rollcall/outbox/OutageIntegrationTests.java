package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rollcall.local.platform.Part;
import dev.rollcall.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The outbox during an outage of the broker or the store.
 */
@Isolated("Stops parts that all tests share")
class OutageIntegrationTests {

	private static final int MANY = 3000;

	private final String service = Platform.newService();

	private final String topic = Platform.newTopic();

	@Test
	void messagesWrittenDuringAnOutageArePublishedAfterIt() {
		List<String> ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(50).toList();
		try (Instance instance = Instance.start(this.service)) {
			ids.forEach((id) -> instance.insert(id, Instance.message(this.topic, id, 1)));
			Platform.PARTS.stop(Part.BROKER);
			try {
				ids.forEach((id) -> instance.update(id, Instance.message(this.topic, id, 2)));
				ids.forEach((id) -> instance.update(id, Instance.message(this.topic, id, 3)));
			}
			finally {
				Platform.PARTS.start(Part.BROKER);
			}
			try (EventLog log = new EventLog(this.topic)) {
				log.readDistinct(150);
				assertThat(log.numbers()).containsOnlyKeys(ids)
					.allSatisfy((id, numbers) -> assertThat(numbers.stream().distinct()).containsExactly(1, 2, 3));
			}
		}
	}

	@Test
	void thousandsOfPendingDocumentsArePublishedAfterAnOutage() {
		List<String> ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(MANY).toList();
		try (Instance instance = Instance.start(this.service)) {
			instance.awaitOwned(Topic.RELAY_SLOTS);
			Platform.PARTS.stop(Part.BROKER);
			try {
				Flux.fromIterable(ids)
					.flatMap((id) -> Mono.fromRunnable(() -> instance.insert(id, Instance.message(this.topic, id, 1)))
						.subscribeOn(Schedulers.boundedElastic()), 8)
					.blockLast(Duration.ofMinutes(2));
				await().atMost(Instance.LIMIT)
					.untilAsserted(() -> assertThat(health(instance)).containsEntry("waitsFor",
							"the broker, which does not respond"));
			}
			finally {
				Platform.PARTS.start(Part.BROKER);
			}
			try (EventLog log = new EventLog(this.topic)) {
				log.readDistinct(MANY);
				assertThat(log.numbers()).containsOnlyKeys(ids);
			}
			await().atMost(Instance.LIMIT)
				.untilAsserted(() -> assertThat(health(instance)).doesNotContainKey("waitsFor"));
		}
	}

	@Test
	void instanceThatStartsDuringAnOutageRecovers() {
		Platform.PARTS.stop(Part.BROKER);
		Platform.PARTS.stop(Part.STORE);
		try (Instance instance = startedThenStore()) {
			String id = UUID.randomUUID().toString();
			instance.insert(id, Instance.message(this.topic, id, 1));
			Platform.PARTS.start(Part.BROKER);
			try (EventLog log = new EventLog(this.topic)) {
				assertThat(log.read(1)).hasSize(1);
			}
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(pending(instance)).isZero());
		}
	}

	private static double pending(Instance instance) {
		return instance.bean(MeterRegistry.class).get("rollcall.outbox.pending").gauge().value();
	}

	private static Map<String, Object> health(Instance instance) {
		return instance.bean(OutboxHealthIndicator.class).health().block(Instance.LIMIT).getDetails();
	}

	/** Starts the parts again for the next test, even after a failure. */
	private Instance startedThenStore() {
		boolean started = false;
		try {
			Instance instance = Instance.start(this.service);
			assertThat(pending(instance)).as("not known").isNaN();
			assertThat(health(instance)).containsEntry("waitsFor", "the broker").doesNotContainKey("pending");
			started = true;
			return instance;
		}
		finally {
			Platform.PARTS.start(Part.STORE);
			if (!started) {
				Platform.PARTS.start(Part.BROKER);
			}
		}
	}

}
