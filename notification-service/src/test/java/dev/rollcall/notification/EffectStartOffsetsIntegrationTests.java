package dev.rollcall.notification;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.deployment.Deployment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The offsets that the deploy step commits for this service's group. The test is here
 * because the embedded platform depends on {@code deployment}.
 */
class EffectStartOffsetsIntegrationTests {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	private static final String GROUP = Consumer.DELIVERIES.group();

	private static TestPlatform platform;

	private static HttpServer registry;

	private static Admin admin;

	@BeforeAll
	static void start() throws IOException {
		platform = TestPlatform.start(new Part[] { Part.BROKER });
		registry = registry();
		admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()));
	}

	@AfterAll
	static void stop() {
		admin.close();
		registry.stop(0);
		platform.close();
	}

	// In one test, because the catalogue's topics are there once: each step begins where
	// the last one ended.
	@Test
	void groupStartsAtTheBeginningOfEmptyPartitionsAlsoAfterAKilledStep() throws Exception {
		deploy();
		assertThat(committed()).isEqualTo(zeroIn(0, 1, 2, 3, 4, 5));

		admin.deleteConsumerGroups(List.of(GROUP)).all().get();
		deploy();
		assertThat(committed()).isEqualTo(zeroIn(0, 1, 2, 3, 4, 5));

		admin.deleteConsumerGroups(List.of(GROUP)).all().get();
		publishTo(2);
		deploy();
		assertThat(committed()).isEqualTo(zeroIn(0, 1, 3, 4, 5));

		admin.deleteConsumerGroups(List.of(GROUP)).all().get();
		try (KafkaConsumer<String, String> member = member()) {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				member.poll(Duration.ofMillis(100));
				return !member.assignment().isEmpty();
			});
			deploy();
			assertThat(committed()).isEmpty();
		}
	}

	private static void deploy() throws InterruptedException {
		Deployment.deploy(Map.of("ROLLCALL_BOOTSTRAP_SERVERS", platform.bootstrapServers(), "ROLLCALL_REGISTRY_URL",
				"http://127.0.0.1:" + registry.getAddress().getPort()));
	}

	private static Map<Integer, Long> committed() throws InterruptedException, ExecutionException {
		return admin.listConsumerGroupOffsets(GROUP)
			.partitionsToOffsetAndMetadata()
			.get()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().topic().equals(TOPIC))
			.collect(Collectors.toMap((entry) -> entry.getKey().partition(), (entry) -> entry.getValue().offset()));
	}

	private static Map<Integer, Long> zeroIn(Integer... partitions) {
		return Stream.of(partitions).collect(Collectors.toMap((partition) -> partition, (partition) -> 0L));
	}

	private static void publishTo(int partition) throws InterruptedException, ExecutionException {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", platform.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>(TOPIC, partition, "key", "value")).get();
		}
	}

	private static KafkaConsumer<String, String> member() {
		KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
				platform.bootstrapServers(), "group.id", GROUP, "enable.auto.commit", "false"),
				new StringDeserializer(), new StringDeserializer());
		consumer.subscribe(List.of(TOPIC));
		return consumer;
	}

	// Accepts every schema.
	private static HttpServer registry() throws IOException {
		byte[] answer = "{\"id\":1,\"compatibility\":\"FULL_TRANSITIVE\"}".getBytes(StandardCharsets.UTF_8);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		server.createContext("/", (exchange) -> {
			try (exchange) {
				exchange.getRequestBody().readAllBytes();
				exchange.sendResponseHeaders(200, answer.length);
				exchange.getResponseBody().write(answer);
			}
		});
		server.start();
		return server;
	}

}
