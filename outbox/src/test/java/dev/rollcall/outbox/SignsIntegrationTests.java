package dev.rollcall.outbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Gauges and health.
 */
class SignsIntegrationTests {

	private final String topic = Platform.newTopic();

	@Test
	void backlogIsCountedWithItsAgeAndTheParkedDocuments() {
		String service = Platform.newService();
		try (Instance instance = Instance.start(service)) {
			instance.awaitOwned(Topic.RELAY_SLOTS);
			instance.restore(instance.outbox()
				.append(new Document("_id", "parked").append("outboxParked", new Document("cause", "test")),
						List.of(Instance.message(this.topic, "parked", 1))));
			instance.insert("waiting", Instance.message("missing-" + UUID.randomUUID(), "waiting", 1));
			await().atMost(Instance.LIMIT).untilAsserted(() -> {
				assertThat(gauge(instance, "pending")).isEqualTo(2);
				assertThat(gauge(instance, "parked")).isOne();
				assertThat(gauge(instance, "slots")).isEqualTo(Topic.RELAY_SLOTS);
				assertThat(gauge(instance, "oldest.age")).isBetween(0.0, 60.0);
				assertThat(health(instance).getDetails()).containsEntry("pending", 2L).containsEntry("parked", 1L);
			});
			assertThat(health(instance).getStatus()).isEqualTo(Status.UP);
			assertThat(health(instance).getDetails()).doesNotContainKey("waitsFor")
				.hasEntrySatisfying("slots",
						(slots) -> assertThat(slots).asInstanceOf(InstanceOfAssertFactories.LIST).contains(0, 7));
		}
	}

	@Test
	void missingOrTooSmallRelayTopicIsReported() {
		String service = "test-" + UUID.randomUUID();
		String relay = Topic.relay(service).name();
		try (Instance instance = Instance.start(service)) {
			await().atMost(Instance.LIMIT)
				.untilAsserted(() -> assertThat(health(instance).getDetails()).containsEntry("waitsFor",
						"the topic " + relay + ", which is missing"));
			Platform.createTopic(relay, 3, Map.of());
			await().atMost(Instance.LIMIT)
				.untilAsserted(() -> assertThat(health(instance).getDetails()).containsEntry("waitsFor",
						"the topic " + relay + ", which has 3 partitions instead of 8"));
			assertThat(health(instance).getStatus()).isEqualTo(Status.UP);
		}
	}

	private static double gauge(Instance instance, String name) {
		return instance.bean(MeterRegistry.class).get("rollcall.outbox." + name).gauge().value();
	}

	private static Health health(Instance instance) {
		return instance.bean(OutboxHealthIndicator.class).health().block(Instance.LIMIT);
	}

}
