package dev.rollcall.notification;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.rollcall.event.Origin;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.local.platform.Part;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NotificationServiceTest
class DeliveryIntegrationTests {

	private static final int PARTITIONS = 6;

	private final UserEvents events = new UserEvents();

	private final Store store = new Store("notification");

	private final Mailbox mailbox = new Mailbox();

	@AfterEach
	void close() {
		this.events.close();
		this.store.close();
	}

	@Test
	void newUserGetsOneMailAndOneNotification() {
		Newcomer user = Newcomer.any();

		this.events.publish(user.verified());

		Mailbox.Message mail = this.mailbox.await(user);
		assertThat(mail.subject()).isEqualTo("Welcome to Rollcall");
		assertThat(mail.from()).isEqualTo("Rollcall <no-reply@rollcall.localhost>");
		assertThat(mail.to()).isEqualTo(user.email());
		assertThat(mail.text()).startsWith("Hello Ada,");
		assertThat(notifications(user)).hasSize(1);
	}

	@Test
	void eventDeliveredThreeTimesLeadsToOneMailAndOneNotification() {
		Newcomer user = Newcomer.any();
		UserEmailVerified event = user.verified();

		this.events.publish(event);
		this.events.publish(event);
		this.mailbox.await(user);
		this.events.publish(event);

		awaitMarker(user);
		assertThat(this.mailbox.to(user)).hasSize(1);
		assertThat(notifications(user)).hasSize(1);
	}

	@Test
	void importedUserGetsNoMailAndNoNotification() {
		Newcomer user = Newcomer.any();

		this.events.publish(user.registered(Origin.IMPORT));

		awaitMarker(user);
		assertThat(this.mailbox.to(user)).isEmpty();
		assertThat(this.store.find("inboxes", new Document("_id", user.userId().toString()))).isEmpty();
	}

	@Test
	void twentySignInsOnNewDevicesLeadToOneMailAndOneNotificationAtOnce() {
		Newcomer user = Newcomer.any();
		this.events.publish(user.verified());
		this.mailbox.await(user);

		for (int i = 0; i < 20; i++) {
			this.events.publish(Topic.SESSION_EVENTS, user.signedIn(true));
		}

		awaitMarker(user);
		this.store.await("due",
				new Document("userId", user.userId().toString()).append("heldUntil", new Document("$exists", false)),
				0);
		assertThat(this.mailbox.to(user)).hasSize(2);
		assertThat(notifications(user)).hasSize(2);
	}

	@Test
	void mailWaitsForTheMailServerAndTheInboxDoesNot() {
		Newcomer user = Newcomer.any();
		Platform.PLATFORM.stop(Part.MAIL);
		try {
			this.events.publish(user.verified());
			assertThat(notifications(user)).hasSize(1);
			Document waiting = new Document("address", user.email()).append("attempts", new Document("$gte", 1))
				.append("state", "waiting");
			this.store.await("due", waiting, 1);
		}
		finally {
			Platform.PLATFORM.start(Part.MAIL);
		}

		this.mailbox.await(user);
		this.store.await("due", new Document("address", user.email()), 0);
		assertThat(this.mailbox.to(user)).hasSize(1);
	}

	@Test
	void addressThatCannotBeMailedEndsAsFailed() {
		Newcomer user = Newcomer.withAddress("nobody");
		UserEmailVerified event = user.verified();

		this.events.publish(event);

		awaitMarker(user);
		this.store.await("due", new Document("userId", user.userId().toString()), 0);
		List<Document> failed = this.store.find("done", new Document("reason", "invalid-address"));
		assertThat(failed).singleElement()
			.satisfies((done) -> assertThat(done).containsEntry("outcome", "failed").containsEntry("attempts", 1));
	}

	@Test
	void deliveryThatExpiredEndsAsFailed() {
		String id = "0".repeat(31) + "1";
		Instant past = Instant.now().minusSeconds(60);

		this.store.insert("due", due(id, past).append("state", "waiting").append("attempts", 9));

		List<Document> done = this.store.await("done", new Document("_id", id), 1);
		assertThat(done.get(0)).containsEntry("outcome", "failed").containsEntry("reason", "expired");
	}

	@Test
	void deliveryThatIsDoneIsNotSentAgain() {
		String id = "0".repeat(31) + "2";
		Newcomer user = Newcomer.withAddress("done@example.com");
		this.store.insert("done", new Document("_id", id).append("outcome", "sent"));

		this.store.insert("due",
				due(id, Instant.now().plusSeconds(60)).append("state", "waiting")
					.append("attempts", 0)
					.append("address", user.email()));

		this.store.await("due", new Document("_id", id), 0);
		assertThat(this.mailbox.to(user)).isEmpty();
	}

	@Test
	void poisonIsDeadLetteredAndTheNextRecordIsApplied() {
		Newcomer user = Newcomer.any();
		byte[] poison = "not Avro".getBytes(StandardCharsets.UTF_8);

		this.events.publish(user.userId().toString(), poison);
		this.events.publish(user.verified());

		this.mailbox.await(user);
		assertThat(deadLetters()).anySatisfy((record) -> {
			assertThat(record.key()).isEqualTo(user.userId().toString());
			assertThat(record.value()).isEqualTo(poison);
		});
	}

	// Same partitions as the user: everything before these records has been processed.
	private void awaitMarker(Newcomer user) {
		Newcomer marker = Stream.generate(Newcomer::any)
			.filter((candidate) -> partition(candidate) == partition(user))
			.findFirst()
			.orElseThrow();
		this.events.publish(marker.verified());
		this.mailbox.await(marker);
		this.events.publish(Topic.SESSION_EVENTS, marker.signedIn(true));
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.mailbox.to(marker).size() == 2);
	}

	private static int partition(Newcomer user) {
		return Utils.toPositive(Utils.murmur2(user.userId().toString().getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
	}

	private List<Document> notifications(Newcomer user) {
		List<Document> inboxes = this.store.await("inboxes", new Document("_id", user.userId().toString()), 1);
		return inboxes.get(0).getList("notifications", Document.class);
	}

	private static Document due(String id, Instant expiresAt) {
		return new Document("_id", id).append("nextAt", Date.from(Instant.now()))
			.append("expiresAt", Date.from(expiresAt))
			.append("eventId", id)
			.append("template", "welcome")
			.append("channel", "mail")
			.append("role", "self")
			.append("userId", id)
			.append("address", "due@example.com")
			.append("occurredAt", new Date());
	}

	private static List<ConsumerRecord<String, byte[]>> deadLetters() {
		String topic = Topic.USER_EVENTS.deadLetters(Consumer.DELIVERIES.service(), Consumer.DELIVERIES.name()).name();
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PLATFORM.bootstrapServers(), "group.id",
				"test-" + System.nanoTime(), "auto.offset.reset", "earliest");
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			consumer.subscribe(List.of(topic));
			return Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> StreamSupport.stream(consumer.poll(Duration.ofMillis(500)).spliterator(), false).toList(),
						(records) -> !records.isEmpty());
		}
	}

}
