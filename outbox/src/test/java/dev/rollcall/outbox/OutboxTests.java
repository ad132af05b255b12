package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import org.springframework.data.mongodb.core.query.Update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutboxTests {

	private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

	private final List<String> woken = new ArrayList<>();

	private final List<String> bulk = new ArrayList<>();

	private final Outbox outbox = new Outbox(Clock.fixed(NOW, ZoneOffset.UTC), this.woken::add, this.bulk::add);

	private final OutboxMessage message = new OutboxMessage("m", "topic", "key", new byte[] { 1 }, Map.of("a", "b"));

	@Test
	void updatePushesTheMessagesAndMarksTheDocument() {
		Update update = this.outbox.append(new Update().set("name", "x"), "a", List.of(this.message));
		assertThat(update.getUpdateObject()).containsOnlyKeys("$set", "$push", "$min", "$inc");
		assertThat(update.getUpdateObject().get("$set", Document.class)).containsEntry("outboxSlot", Slot.of("a"));
		assertThat(update.getUpdateObject().get("$min", Document.class)).containsEntry("outboxSince", Date.from(NOW));
		assertThat(update.getUpdateObject().get("$inc", Document.class)).containsOnly(Map.entry("outboxCount", 1L));
	}

	@Test
	void newDocumentContainsTheMessages() {
		Document document = this.outbox.append(new Document("_id", "a"), List.of(this.message));
		assertThat(document.getList("outbox", Document.class)).containsExactly(this.message.toDocument());
		assertThat(document).containsEntry("outboxSlot", Slot.of("a"))
			.containsEntry("outboxSince", Date.from(NOW))
			.containsEntry("outboxCount", 1L);
		assertThat(this.outbox.append(document, List.of(this.message))).containsEntry("outboxCount", 2L);
	}

	@Test
	void bulkWritesAreNotAmongTheWokenOnes() {
		this.outbox.wakeForBulk("imported");
		this.outbox.wake("changed");
		assertThat(this.woken).containsExactly("changed");
		assertThat(this.bulk).containsExactly("imported");
	}

	@Test
	void updateWithoutMessagesLeavesNoMark() {
		assertThat(this.outbox.append(new Document("_id", "a"), List.of())).containsOnlyKeys("_id");
		assertThat(this.outbox.append(new Update(), "a", List.of()).getUpdateObject()).isEmpty();
	}

	@Test
	void onlyTheDocumentShowsThatItsOutboxIsFull() {
		Document document = this.outbox.append(new Document("_id", "a"), Collections.nCopies(100, this.message));
		assertThat(Outbox.isFull(document, Outbox.CAPACITY)).isTrue();
		assertThat(Outbox.isFull(document, Outbox.CAPACITY_WITH_RESERVE)).isFalse();
		assertThat(Outbox.isFull(new Document("_id", "a"), 1)).isFalse();
	}

	@Test
	void messageOverTheLimitIsRefused() {
		byte[] payload = new byte[OutboxMessage.MAX_PAYLOAD + 1];
		assertThatIllegalArgumentException().isThrownBy(() -> new OutboxMessage("m", "t", "k", payload, Map.of()));
	}

	@Test
	void headerThatCannotBeAFieldIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OutboxMessage("m", "t", "k", null, Map.of("a.b", "c")));
	}

	@Test
	void recordWithItsOwnKeyIsInThePartitionOfItsPartitionKey() {
		for (int i = 0; i < 200; i++) {
			String user = UUID.randomUUID().toString();
			OutboxMessage keyed = new OutboxMessage("m", "topic", user, null, Map.of()).withKey(user + ":" + i);
			int byKafka = BuiltInPartitioner.partitionForKey(user.getBytes(StandardCharsets.UTF_8), 6);
			assertThat(keyed.toRecord(keyed.partition(6))).returns(user + ":" + i, ProducerRecord::key)
				.returns(byKafka, ProducerRecord::partition);
			assertThat(OutboxMessage.from(keyed.toDocument())).isEqualTo(keyed);
		}
	}

}
