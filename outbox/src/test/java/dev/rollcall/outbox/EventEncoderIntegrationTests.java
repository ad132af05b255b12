package dev.rollcall.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.local.platform.Part;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The encoder with the real registry, and without it.
 */
class EventEncoderIntegrationTests {

	private static final String SCHEMAS = "rollcall.outbox.schemas=dev.rollcall.event.SessionEnded";

	private final String service = Platform.newService();

	private final String topic = "any";

	@BeforeAll
	static void startRegistry() {
		Platform.startRegistry();
	}

	@Test
	void classThatIsNotDeclaredIsRefused() {
		try (Instance instance = Instance.start(this.service)) {
			assertThat(status(instance)).isEqualTo(Status.UP);
			assertThatIllegalArgumentException().isThrownBy(() -> encode(instance, event()))
				.withMessageContaining("rollcall.outbox.schemas");
		}
	}

	@Test
	void encoderNeedsTheRegistryOnlyOnce() {
		Platform.PARTS.stop(Part.REGISTRY);
		try (Instance instance = Instance.start(this.service, SCHEMAS)) {
			assertThat(status(instance)).isEqualTo(Status.OUT_OF_SERVICE);
			assertThatExceptionOfType(EncoderNotReady.class).isThrownBy(() -> encode(instance, event()));
			Platform.PARTS.start(Part.REGISTRY);
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(status(instance)).isEqualTo(Status.UP));
			assertThat(decode(encode(instance, event()))).isEqualTo(event());
		}
		Platform.PARTS.stop(Part.REGISTRY);
		try (Instance restarted = Instance.start(this.service, SCHEMAS)) {
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(status(restarted)).isEqualTo(Status.UP));
			assertThat(encode(restarted, event()).payload()).isNotEmpty();
		}
		finally {
			Platform.PARTS.start(Part.REGISTRY);
		}
	}

	@Test
	void messageOfAnEventHasCloudEventsHeaders() {
		try (Instance instance = Instance.start(this.service, SCHEMAS)) {
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(status(instance)).isEqualTo(Status.UP));
			assertThat(encode(instance, event()).headers()).containsOnly(Map.entry("ce_specversion", "1.0"),
					Map.entry("ce_id", event().getEventId().toString()),
					Map.entry("ce_type", "dev.rollcall.event.SessionEnded"),
					Map.entry("ce_source", "/rollcall/" + this.service),
					Map.entry("ce_subject", event().getUserId().toString()),
					Map.entry("ce_partitionkey", event().getUserId().toString()),
					Map.entry("ce_time", "2026-11-23T06:00:00.123Z"), Map.entry("content-type", "application/avro"));
		}
	}

	private Status status(Instance instance) {
		return instance.bean(SchemasHealthIndicator.class).health().block(Instance.LIMIT).getStatus();
	}

	private OutboxMessage encode(Instance instance, SessionEnded event) {
		return instance.bean(EventEncoder.class)
			.encode(this.topic, event.getUserId(), event.getEventId(), event.getOccurredAt(), event);
	}

	private Object decode(OutboxMessage message) {
		try (AvroKafkaDeserializer<Object> deserializer = new AvroKafkaDeserializer<>()) {
			deserializer.configure(Map.of("apicurio.registry.url", Platform.PARTS.registryUrl() + "/apis/registry/v3",
					"apicurio.registry.use-specific-avro-reader", true), false);
			return deserializer.deserialize(message.topic(), message.payload());
		}
	}

	private static SessionEnded event() {
		return SessionEnded.newBuilder()
			.setEventId(new UUID(1, 1))
			.setUserId(new UUID(2, 2))
			.setOccurredAt(Instant.parse("2026-11-23T06:00:00.123Z"))
			.setActor(Actor.newBuilder().setType(ActorType.USER).setId(new UUID(2, 2)).build())
			.setCorrelationId("c")
			.setSessionSequence(2)
			.setSessionId(new UUID(3, 3))
			.setReason(EndReason.SIGNED_OUT)
			.build();
	}

}
