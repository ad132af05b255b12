package dev.rollcall.gateway;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Revocation by records of the real broker, with schemas of the real registry. */
@GatewayTest
@ContextConfiguration(initializers = { Services.class, RealPlatform.class })
@ExtendWith(OutputCaptureExtension.class)
class HostileRecordIntegrationTests {

	/** A string of 1,000,000,000 bytes, in Avro, of which none follows. */
	private static final byte[] BILLION = { (byte) 0x80, (byte) 0xa8, (byte) 0xd6, (byte) 0xb9, 0x07 };

	@Autowired
	private Client client;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	@Qualifier("endedSessions")
	private SmartLifecycle reader;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void hostileRecordsAreCountedAndSkipped() throws Exception {
		UUID session = UUID.randomUUID();
		String token = AccessToken.with((claims) -> claims.claim("sid", session.toString()));
		await().atMost(Duration.ofSeconds(60)).until(() -> gauge("rollcall.gateway.revocation.degraded") == 0);
		assertThat(status(token)).isEqualTo(200);

		byte[] ended = encoded(session);
		List<byte[]> hostile = List.of(withBody(ended, BILLION), withBody(ended, new byte[0]), withId(ended, 999_999),
				withBody(ended, new byte[] { 1 }), new byte[] { 7 });
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", RealPlatform.platform().bootstrapServers()), new StringSerializer(),
				new ByteArraySerializer())) {
			for (byte[] value : hostile) {
				send(producer, value);
			}
			send(producer, ended);
		}

		await().atMost(Duration.ofSeconds(30)).until(() -> status(token) == 401);
		assertThat(this.meters.get("rollcall.gateway.revocation.unreadable").counter().count())
			.as("each is read once: nothing was restarted")
			.isEqualTo(hostile.size());
		assertThat(gauge("rollcall.gateway.revocation.degraded")).isZero();
	}

	/** S32: measured at the client, from the record's acknowledgement. */
	@Test
	void streamEndsWithinASecondOfItsSession() throws Exception {
		UUID session = UUID.randomUUID();
		String token = AccessToken.with((claims) -> claims.claim("sid", session.toString()));
		await().atMost(Duration.ofSeconds(60)).until(() -> gauge("rollcall.gateway.revocation.degraded") == 0);
		Services.NOTIFICATION
			.answer(new Upstream.Answer(200, Map.of("Content-Type", "text/event-stream"), ":\n\n").unending());
		try (Socket stream = new Socket("127.0.0.1", this.client.port());
				KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
						Map.of("bootstrap.servers", RealPlatform.platform().bootstrapServers()), new StringSerializer(),
						new ByteArraySerializer())) {
			stream.setSoTimeout(5000);
			stream.getOutputStream()
				.write(("GET /api/v1/notifications/stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Authorization: Bearer " + token + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			await().until(() -> stream.getInputStream().available() > 0);
			assertThat(gauge("rollcall.gateway.streams")).isOne();
			send(producer, encoded(session));
			Instant ended = Instant.now();
			String answer = new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(answer).startsWith("HTTP/1.1 200").endsWith("0\r\n\r\n");
			assertThat(Duration.between(ended, Instant.now())).isLessThan(Duration.ofSeconds(1));
		}
		assertThat(gauge("rollcall.gateway.streams")).isZero();
	}

	@Test
	void readerClosesItsConsumerWithoutAnErrorAndStartsAgain(CapturedOutput output) {
		await().atMost(Duration.ofSeconds(60)).until(() -> gauge("rollcall.gateway.revocation.degraded") == 0);
		long threads = readers();
		this.reader.stop();
		await().until(() -> readers() < threads);
		this.reader.start();
		await().until(() -> readers() == threads);
		assertThat(output).doesNotContain("Failed to close");
	}

	private static long readers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("ended-sessions"))
			.count();
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

	private int status(String token) {
		return this.client.send(this.client.to("/api/v1/users/me").header("Authorization", "Bearer " + token))
			.statusCode();
	}

	/** All to one partition, so that they are read in this order. */
	private static void send(KafkaProducer<String, byte[]> producer, byte[] value) throws Exception {
		producer.send(new ProducerRecord<>(Topic.SESSION_EVENTS.name(), "one key", value)).get(20, TimeUnit.SECONDS);
	}

	private static byte[] encoded(UUID session) {
		SessionEnded ended = new SessionEnded(UUID.randomUUID(), UUID.randomUUID(), Instant.now(),
				new Actor(ActorType.SYSTEM, null), "test", null, 1L, session, EndReason.SIGNED_OUT);
		try (Serializer<Object> serializer = serializer()) {
			return serializer.serialize(Topic.SESSION_EVENTS.name(), ended);
		}
	}

	@SuppressWarnings("unchecked") // the class is known by its name only
	private static Serializer<Object> serializer() {
		try {
			Serializer<Object> serializer = Utils.newInstance("io.apicurio.registry.serde.avro.AvroKafkaSerializer",
					Serializer.class);
			serializer.configure(Map.of("apicurio.registry.url",
					RealPlatform.platform().registryUrl() + "/apis/registry/v3", "apicurio.registry.auto-register",
					false, "apicurio.registry.dereference-schema", true, "apicurio.registry.artifact-resolver-strategy",
					"io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy"), false);
			return serializer;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] withBody(byte[] value, byte[] body) {
		return ByteBuffer.allocate(5 + body.length).put(value, 0, 5).put(body).array();
	}

	private static byte[] withId(byte[] value, int contentId) {
		return ByteBuffer.wrap(Arrays.copyOf(value, value.length)).putInt(1, contentId).array();
	}

}
