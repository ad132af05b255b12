package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The outbox of a service with one instance.
 */
class OutboxIntegrationTests {

	private static Instance instance;

	private final String topic = Platform.newTopic();

	private final EventLog log = new EventLog(this.topic);

	@BeforeAll
	static void start() {
		instance = Instance.start(Platform.newService());
		instance.awaitOwned(Topic.RELAY_SLOTS);
	}

	@AfterAll
	static void stop() {
		instance.close();
	}

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void messagesOfEachDocumentArriveInOrder() {
		List<String> ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(20).toList();
		ids.forEach((id) -> instance.insert(id, message(id, 0), message(id, 1)));
		IntStream.range(2, 10).forEach((number) -> ids.forEach((id) -> instance.update(id, message(id, number))));
		this.log.read(200);
		assertThat(this.log.numbers()).hasSize(20)
			.allSatisfy((id, numbers) -> assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
	}

	@Test
	void publishedMessagesAreRemovedAndKept() {
		String id = UUID.randomUUID().toString();
		OutboxMessage message = message(id, 7);
		instance.insert(id, message);
		awaitNothingPending(id);
		assertThat(published()).singleElement()
			.satisfies((kept) -> assertThat(kept).containsEntry("_id", message.id())
				.containsEntry("aggregateId", id)
				.containsEntry("topic", this.topic)
				.containsKeys("payload", "headers", "at"));
	}

	@Test
	void recordHasKeyValueAndHeadersOfTheMessage() {
		String id = UUID.randomUUID().toString();
		instance.insert(id, message(id, 7));
		ConsumerRecord<String, byte[]> found = this.log.read(1).get(0);
		assertThat(found.key()).isEqualTo(id);
		assertThat(found.value()).containsExactly(7);
		assertThat(found.headers().lastHeader("ce_id").value()).asString().isEqualTo("7");
	}

	@Test
	void messageWithoutPayloadIsATombstone() {
		String id = UUID.randomUUID().toString();
		instance.insert(id, new OutboxMessage("t", this.topic, id, null, Map.of("userVersion", "3")));
		ConsumerRecord<String, byte[]> found = this.log.read(1).get(0);
		assertThat(found.value()).isNull();
		assertThat(found.headers().lastHeader("userVersion").value()).asString().isEqualTo("3");
	}

	@Test
	void pendingDocumentWithoutAHintIsFound() {
		String id = UUID.randomUUID().toString();
		instance.insert(id);
		instance.updateUnseen(id, instance.outbox().room(), message(id, 1));
		assertThat(this.log.read(1)).hasSize(1);
	}

	@Test
	void crashBetweenCommitAndRemovalRepeatsTheSameMessagesInOrder() {
		String id = UUID.randomUUID().toString();
		instance.insert(id);
		Document before = instance.outbox()
			.append(new Document("_id", id).append("revision", 1L), List.of(message(id, 1), message(id, 2)));
		instance.restore(before);
		this.log.read(2);
		awaitNothingPending(id);
		instance.restore(before);
		this.log.read(4);
		assertThat(this.log.numbers()).containsEntry(id, List.of(1, 2, 1, 2));
		awaitNothingPending(id);
		assertThat(published()).hasSize(2);
	}

	@Test
	void documentWithARefusedMessageIsParkedAndTheOthersArePublished() {
		String small = "small-" + UUID.randomUUID();
		Platform.createTopic(small, 1, Map.of("max.message.bytes", "1000"));
		List<String> others = new ArrayList<>();
		String refused = UUID.randomUUID().toString();
		instance.insert(refused, new OutboxMessage("big", small, refused, incompressible(), Map.of()),
				message(refused, 1));
		IntStream.range(0, 30).mapToObj((number) -> UUID.randomUUID().toString()).forEach(others::add);
		others.forEach((id) -> instance.insert(id, message(id, 1)));
		this.log.read(30);
		await().atMost(Instance.LIMIT)
			.untilAsserted(() -> assertThat(instance.account(refused).get("outboxParked", Document.class))
				.hasEntrySatisfying("cause", (cause) -> assertThat(cause).asString().contains("RecordTooLarge")));
		String marker = UUID.randomUUID().toString();
		instance.insert(marker, message(marker, 1));
		others.add(marker);
		this.log.read(31);
		assertThat(this.log.numbers()).containsOnlyKeys(others);
	}

	@Test
	void documentsForAMissingTopicWaitAndTheOthersArePublished() {
		String missing = "missing-" + UUID.randomUUID();
		String waiting = UUID.randomUUID().toString();
		String other = UUID.randomUUID().toString();
		instance.insert(waiting, message(waiting, 1), Instance.message(missing, waiting, 2));
		instance.insert(other, message(other, 1));
		this.log.read(1);
		assertThat(this.log.numbers()).containsOnlyKeys(other);
		Platform.createTopic(missing, 1, Map.of());
		try (EventLog late = new EventLog(missing)) {
			assertThat(late.read(1)).hasSize(1);
		}
		this.log.read(2);
		assertThat(this.log.numbers()).containsOnlyKeys(other, waiting);
	}

	@Test
	void fullDocumentAcceptsOnlyTheReserve() {
		String id = UUID.randomUUID().toString();
		Document parked = new Document("_id", id).append("outboxParked", new Document("cause", "test"));
		instance.restore(instance.outbox()
			.append(parked, IntStream.range(0, Outbox.CAPACITY).mapToObj((number) -> message(id, 0)).toList()));
		assertThat(instance.update(id, message(id, 1))).isFalse();
		assertThat(instance.updateUnseen(id, instance.outbox().reserve(), message(id, 1))).isTrue();
		assertThat(instance.account(id).getList("outbox", Document.class)).hasSize(101);
	}

	private List<Document> published() {
		return instance.all("outbox_published")
			.stream()
			.filter((kept) -> this.topic.equals(kept.get("topic")))
			.toList();
	}

	private void awaitNothingPending(String id) {
		await().atMost(Instance.LIMIT)
			.untilAsserted(() -> assertThat(instance.account(id)).containsEntry("outbox", List.of())
				.doesNotContainKeys("outboxSlot", "outboxSince"));
	}

	private OutboxMessage message(String key, int number) {
		return Instance.message(this.topic, key, number);
	}

	private static byte[] incompressible() {
		byte[] bytes = new byte[5000];
		new Random(1).nextBytes(bytes);
		return bytes;
	}

}
