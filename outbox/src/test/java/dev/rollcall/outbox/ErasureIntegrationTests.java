package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.TopicReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The copies of published messages, and how long they are kept.
 */
class ErasureIntegrationTests {

	private static Instance instance;

	private final String topic = Platform.newTopic();

	private final EventLog log = new EventLog(this.topic);

	private final String id = UUID.randomUUID().toString();

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
	void deletionLeavesOnlyItselfAndTheTombstonesOfItsDocument() {
		String other = UUID.randomUUID().toString();
		instance.insert(other, Instance.message(this.topic, other, 1));
		instance.insert(this.id, Instance.message(this.topic, this.id, 1), Instance.message(this.topic, this.id, 2));
		this.log.read(3);
		OutboxMessage deleted = Instance.message(this.topic, this.id, 3).erasing();
		OutboxMessage tombstone = OutboxMessage.tombstone(this.topic, this.id, UUID.randomUUID().toString(), 3);
		instance.update(this.id, deleted, tombstone);
		await().atMost(Instance.LIMIT)
			.untilAsserted(() -> assertThat(kept(this.id)).containsExactlyInAnyOrder(deleted.id(), tombstone.id()));
		assertThat(this.log.read(5)).hasSize(5);
		assertThat(kept(other)).hasSize(1);
	}

	@Test
	void lateCopyOfAPreviousOwnerIsErasedByHousekeeping() {
		instance.insert(this.id, Instance.message(this.topic, this.id, 1).erasing());
		// The relay erases again between the copy of a message and its removal.
		await().atMost(Instance.LIMIT).until(() -> kept(this.id).size() == 1 && !isPending(this.id));
		instance.bean(RelayContext.class)
			.store()
			.published()
			.add(List.of(new PendingDocument(this.id, List.of(Instance.message(this.topic, this.id, 0)))), 0, 0);
		assertThat(kept(this.id)).hasSize(2);
		instance.bean(RelayContext.class).store().erasures().repeat();
		assertThat(kept(this.id)).hasSize(1);
	}

	@Test
	void companionsFollowTheirMessageInItsPartitionAndAreNotStored() {
		instance.insert(this.id, Instance.message(this.topic, this.id, 1).withKey(this.id + ":1"),
				new OutboxMessage("deleted", this.topic, this.id, new byte[] { 2 }, Map.of("companions", "2"))
					.withKey(this.id + ":2"));
		assertThat(this.log.read(4)).extracting(ConsumerRecord::key)
			.containsExactly(this.id + ":1", this.id + ":2", this.id + ":1", this.id + ":2");
		assertThat(this.log.read(4)).extracting(ConsumerRecord::partition)
			.containsOnly(BuiltInPartitioner.partitionForKey(this.id.getBytes(StandardCharsets.UTF_8), 3));
		await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(kept(this.id)).hasSize(2));
	}

	@Test
	void markersReachEveryPartition() {
		try (Instance marking = Instance.start(Platform.newService(), "rollcall.outbox.marked-topics=" + this.topic,
				"rollcall.outbox.marker-interval=300ms")) {
			marking.awaitOwned(Topic.RELAY_SLOTS);
			assertThat(this.log.read(6)).extracting(ConsumerRecord::partition).contains(0, 1, 2);
			assertThat(this.log.read(6)).allSatisfy((marker) -> {
				assertThat(marker.key()).isEqualTo("00000000-0000-0000-0000-000000000000");
				assertThat(marker.value()).isNull();
			});
		}
	}

	@Test
	void compactionLagIsTheAgeOfTheOldestMarkerThatIsStillThere() {
		Platform.createTopic(this.topic + "-c", 2, Map.of("cleanup.policy", "compact"));
		String setting = "rollcall.outbox.marked-topics=" + this.topic + "-c";
		try (Instance marking = Instance.start(Platform.newService(), setting,
				"rollcall.outbox.marker-interval=200ms")) {
			CompactionLag lag = marking.bean(RelayContext.class).markers().lag();
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(lag.seconds()).isBetween(1.0, 60.0));
			double before = lag.seconds();
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(lag.seconds()).isBetween(before + 0.2, 60.0));
		}
	}

	@Test
	void markersThatCompactionHasRemovedAreNoLag() {
		Platform.createTopic(this.topic + "-c", 2, Map.of());
		String setting = "rollcall.outbox.marked-topics=" + this.topic + "-c";
		try (Instance marking = Instance.start(Platform.newService(), setting, "rollcall.outbox.marker-interval=1h");
				EventLog marked = new EventLog(this.topic + "-c")) {
			marking.awaitOwned(Topic.RELAY_SLOTS);
			CompactionLag lag = new CompactionLag();
			assertThat(lag.seconds()).isNaN();
			marking.bean(OutboxRelay.class).stop();
			try (Producer<String, byte[]> writer = marking.bean(RelayClients.class).hinting()) {
				for (int i = 0; i < 3; i++) {
					Map<TopicPartition, Long> offsets = new HashMap<>();
					for (int partition = 0; partition < 2; partition++) {
						offsets.put(new TopicPartition(this.topic + "-c", partition), (long) i);
						writer.send(new ProducerRecord<>(this.topic + "-c", partition, "marker", null));
					}
					lag.sent(offsets);
				}
				writer.flush();
			}
			marked.read(6);
			TopicReader reader = marking.bean(RelayClients.class).reader();
			lag.measure(reader);
			assertThat(lag.seconds()).isPositive();
			Platform.deleteBefore(this.topic + "-c", 2, 2);
			lag.measure(reader);
			assertThat(lag.seconds()).isZero();
		}
	}

	@Test
	void tombstoneIdentifiesTheDeletion() {
		String event = UUID.randomUUID().toString();
		instance.insert(this.id, OutboxMessage.tombstone(this.topic, this.id, event, 7));
		assertThat(this.log.read(1)).singleElement().satisfies((found) -> {
			assertThat(found.value()).isNull();
			assertThat(found.headers().lastHeader("eventId").value()).asString().isEqualTo(event);
			assertThat(found.headers().lastHeader("ce_id").value()).asString().isEqualTo(event);
			assertThat(found.headers().lastHeader("userVersion").value()).asString().isEqualTo("7");
		});
	}

	@Test
	void retentionOfMessagesMayChange() {
		Store store = instance.bean(Store.class);
		for (Duration kept : List.of(Duration.ofDays(7), Duration.ofDays(2), Duration.ofDays(9))) {
			new ExpiryIndex(store, "expiring", "at", kept).create();
			new ExpiryIndex(store, "expiring", "at", kept).create();
			List<Document> indexes = store.all("expiring", (documents) -> Flux.from(documents.listIndexes()));
			assertThat(indexes).filteredOn((index) -> index.get("key", Document.class).containsKey("at")).hasSize(1);
		}
	}

	private boolean isPending(String aggregate) {
		return instance.all(Instance.COLLECTION)
			.stream()
			.anyMatch((document) -> aggregate.equals(document.get("_id")) && document.containsKey("outboxSlot"));
	}

	private List<String> kept(String aggregate) {
		return instance.all("outbox_published")
			.stream()
			.filter((kept) -> aggregate.equals(kept.get("aggregateId")))
			.map((kept) -> kept.getString("_id"))
			.toList();
	}

}
