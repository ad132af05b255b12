package dev.rollcall.notification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rollcall.local.platform.Part;
import org.awaitility.Awaitility;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances of the service that start under bad conditions, with a database and a group
 * of their own.
 */
class OutageIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private final String name = "notification-" + UUID.randomUUID();

	private final Mailbox mailbox = new Mailbox();

	@Test
	void startsWithoutStoreBrokerAndRegistryAndRecovers() throws Exception {
		makeDeadLetterTopic();
		Platform.PLATFORM.stop(Part.STORE);
		Platform.PLATFORM.stop(Part.BROKER);
		Platform.PLATFORM.stop(Part.REGISTRY);
		try (ConfigurableApplicationContext service = start()) {
			assertThat(probe(service, "liveness")).isEqualTo(200);
			assertThat(probe(service, "readiness")).isEqualTo(503);

			Platform.PLATFORM.start(Part.STORE);
			Platform.PLATFORM.start(Part.BROKER);
			Platform.PLATFORM.start(Part.REGISTRY);

			Awaitility.await().atMost(LIMIT).until(() -> probe(service, "readiness") == 200);
			try (UserEvents events = new UserEvents(); Store store = new Store(this.name)) {
				store.await("beginnings", new Document(), 18);
				Newcomer user = Newcomer.any();
				events.publish(user.verified());
				this.mailbox.await(user);
				store.await("inboxes", new Document("_id", user.userId().toString()), 1);
			}
		}
	}

	@Test
	void emptyStoreBeforeAFullLogSendsNothingForOldEvents() throws Exception {
		makeDeadLetterTopic();
		try (UserEvents events = new UserEvents(); Store store = new Store(this.name)) {
			Newcomer before = Newcomer.any();
			events.publish(before.verified());
			try (ConfigurableApplicationContext service = start()) {
				store.await("beginnings", new Document(), 18);
				Newcomer after = new Newcomer(before.userId(), "after-" + before.email());
				events.publish(after.verified());

				this.mailbox.await(after);
				store.await("done", new Document(), 2);
				assertThat(store.find("due", new Document())).isEmpty();
				assertThat(service.isActive()).isTrue();
			}
		}
	}

	/** The deploy step makes it for the service's own name only. */
	private void makeDeadLetterTopic() throws Exception {
		Topic topic = Topic.USER_EVENTS.deadLetters(this.name, Consumer.RECIPIENTS.name());
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", Platform.PLATFORM.bootstrapServers()))) {
			admin.createTopics(List.of(new NewTopic(topic.name(), 6, (short) 1))).all().get();
		}
	}

	private ConfigurableApplicationContext start() {
		Stream<String> settings = Stream.concat(Stream.of(Platform.settings(this.name)),
				Stream.of("rollcall.projection.service=" + this.name));
		return new SpringApplicationBuilder(NotificationApplication.class)
			.run(settings.map((setting) -> "--" + setting).toArray(String[]::new));
	}

	private static int probe(ConfigurableApplicationContext service, String name) {
		String port = service.getEnvironment().getRequiredProperty("local.management.port");
		Integer status = WebClient.create("http://127.0.0.1:" + port)
			.get()
			.uri("/actuator/health/" + name)
			.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode()))
			.map(HttpStatusCode::value)
			.block(LIMIT);
		return (status != null) ? status : 0;
	}

}
