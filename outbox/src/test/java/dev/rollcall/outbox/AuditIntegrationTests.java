package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.rollcall.schemas.Topic;
import dev.rollcall.verification.Checkpoint;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Findings;
import dev.rollcall.verification.Verification;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A log that lacks published messages: the test deletes the records of the topic.
 */
class AuditIntegrationTests {

	private static Instance instance;

	private final String id = UUID.randomUUID().toString();

	private String topic;

	@BeforeAll
	static void start() {
		instance = Instance.start(Platform.newService(), "rollcall.verify.look-again=0s");
		instance.awaitOwned(Topic.RELAY_SLOTS);
	}

	@AfterAll
	static void stop() {
		instance.close();
	}

	@BeforeEach
	void createTopic() {
		this.topic = "audited-" + UUID.randomUUID();
		Platform.createTopic(this.topic, 1, Map.of());
	}

	@Test
	void completeLogLacksNothing() {
		publish(3);
		assertThat(audit().compare().missing()).noneMatch(this::isOwn);
	}

	@Test
	void missingMessagesAreReportedAndPublishedAgainWithTheSameIds() throws Exception {
		List<String> ids = publish(4);
		lose(2);
		OutboxAudit.Missing missing = missing();
		// From the first missing message to the last.
		assertThat(missing.messageIds()).isEqualTo(ids);
		assertThat(audit().publishAgain(missing)).isTrue();
		try (EventLog log = new EventLog(this.topic)) {
			assertThat(log.read(6).stream().skip(2))
				.extracting((found) -> new String(found.headers().lastHeader("ce_id").value()))
				.isEqualTo(ids);
		}
		await().atMost(Instance.LIMIT).until(() -> audit().compare().missing().stream().noneMatch(this::isOwn));
		assertThat(instance.all("outbox_published").stream().filter((kept) -> this.id.equals(kept.get("aggregateId"))))
			.as("kept once")
			.hasSize(4);
	}

	@Test
	void scheduledCheckReportsWhatIsNewUntilItIsRepaired() throws Exception {
		VerificationProgress progress = new VerificationProgress();
		audit().compare(progress);
		List<String> ids = publish(2);
		assertThat(audit().compare(progress).missing()).noneMatch(this::isOwn);
		List<String> more = publish(2);
		lose(4);
		for (int check = 0; check < 2; check++) {
			assertThat(audit().compare(progress).missing()).filteredOn(this::isOwn)
				.singleElement()
				.satisfies((missing) -> assertThat(missing.messageIds()).containsAll(more));
		}
		assertThat(ids).hasSize(2);
	}

	@Test
	void documentWithPendingMessagesIsNotRepaired() throws Exception {
		publish(2);
		lose(2);
		OutboxAudit.Missing missing = missing();
		instance.restore(instance.outbox()
			.append(instance.account(this.id).append("outboxParked", new Document("cause", "test")),
					List.of(message(9))));
		assertThat(audit().publishAgain(missing)).isFalse();
		assertThat(audit().compare().missing()).as("the missing messages are not known yet").noneMatch(this::isOwn);
		assertThat(audit().release()).isPositive();
	}

	@Test
	void parkedDocumentIsNamedAndARepairReleasesIt() throws Exception {
		park(message(1));
		Verification outbox = instance.bean(Verification.class);
		Difference parked = new Difference(Difference.Kind.LOST, "parked messages");
		assertThat(outbox.verify(Verification.Order.CHECK).named(Difference.Kind.LOST)).containsEntry(this.id, parked);
		Findings repaired = outbox.verify(new Verification.Order(true, false));
		assertThat(repaired.named(Difference.Kind.LOST)).containsEntry(this.id, parked);
		assertThat(repaired.repairedIds()).contains(this.id);
		assertThat(outbox.verify(Verification.Order.CHECK).named(Difference.Kind.LOST)).doesNotContainKey(this.id);
		try (EventLog log = new EventLog(this.topic)) {
			assertThat(log.read(1)).extracting((found) -> (int) found.value()[0]).containsExactly(1);
		}
	}

	@Test
	void documentThatIsParkedAgainIsNotRepaired() {
		this.topic = "not a topic";
		park(message(1));
		Findings repaired = instance.bean(Verification.class).verify(new Verification.Order(true, false));
		assertThat(repaired.named(Difference.Kind.LOST)).containsKey(this.id);
		assertThat(repaired.repairedIds()).doesNotContain(this.id);
		assertThat(repaired.left()).isPositive();
		instance.restore(new Document("_id", this.id));
	}

	/** Messages that the relay does not publish. */
	private void park(OutboxMessage... messages) {
		instance.restore(instance.outbox()
			.append(new Document("_id", this.id).append("outboxParked", new Document("cause", "test")),
					List.of(messages)));
	}

	@Test
	void messagesPublishedDuringTheCheckAreNotMissing() {
		AtomicBoolean running = new AtomicBoolean(true);
		Set<String> others = ConcurrentHashMap.newKeySet();
		Thread publishing = new Thread(() -> {
			while (running.get()) {
				String other = UUID.randomUUID().toString();
				others.add(other);
				instance.insert(other, message(1));
			}
		});
		publishing.start();
		List<String> found = new ArrayList<>();
		try {
			for (int check = 0; check < 10; check++) {
				audit().compare().missing().forEach((missing) -> found.add(missing.aggregateId()));
			}
		}
		finally {
			running.set(false);
		}
		await().atMost(Instance.LIMIT).until(() -> !publishing.isAlive());
		assertThat(others).isNotEmpty().doesNotContainAnyElementsOf(found);
	}

	@Test
	void youngMessagesAreNotCompared() throws Exception {
		publish(2);
		lose(2);
		assertThat(missing().messageIds()).hasSize(2);
		RelayStore store = instance.bean(RelayContext.class).store();
		OutboxAudit patient = new OutboxAudit(instance.bean(RelayClients.class), store.pending(), store.published(),
				instance.outbox(), Duration.ofSeconds(30));
		assertThat(patient.compare().missing()).noneMatch(this::isOwn);
	}

	@Test
	void messagePublishedAfterTheCheckStaysTheLast() throws Exception {
		List<String> ids = publish(2);
		lose(2);
		OutboxAudit.Missing missing = missing();
		OutboxMessage newest = message(9);
		instance.update(this.id, newest);
		awaitPublished(3);
		assertThat(audit().publishAgain(missing)).isTrue();
		try (EventLog log = new EventLog(this.topic)) {
			assertThat(log.read(4)).extracting((found) -> (int) found.value()[0]).containsExactly(9, 0, 1, 9);
		}
		assertThat(ids).hasSize(2);
	}

	/** F18: the instance dies after the append, before anything is published. */
	@Test
	void repairWhoseInstanceDiesAfterTheAppendIsCompleted() throws Exception {
		publish(3);
		lose(3);
		RelayStore store = instance.bean(RelayContext.class).store();
		Outbox dying = new Outbox(Clock.systemUTC(), (id) -> {
		}, (id) -> {
		});
		OutboxAudit repair = new OutboxAudit(instance.bean(RelayClients.class), store.pending(), store.published(),
				dying, Duration.ZERO);
		assertThat(repair.publishAgain(missing())).isTrue();
		try (EventLog log = new EventLog(this.topic)) {
			assertThat(log.read(3)).extracting((found) -> (int) found.value()[0]).containsExactly(0, 1, 2);
		}
	}

	/** F18: the user acts, and the relay publishes, at any point of a repair. */
	@Test
	void repairBesideCommandsNeverEndsOnAnOlderState() throws Exception {
		publish(2);
		lose(2);
		OutboxAudit.Missing missing = missing();
		Thread user = new Thread(() -> IntStream.range(10, 30).forEach((number) -> {
			instance.update(this.id, message(number));
			audit().publishAgain(missing);
		}));
		user.start();
		while (user.isAlive()) {
			audit().publishAgain(missing);
		}
		awaitPublished(22);
		instance.update(this.id, message(99));
		try (EventLog log = new EventLog(this.topic)) {
			List<Integer> numbers = new ArrayList<>();
			while (!numbers.contains(99)) {
				numbers.add((int) log.read(numbers.size() + 1).get(numbers.size()).value()[0]);
			}
			assertThat(numbers).endsWith(29, 99);
		}
	}

	@Test
	void runLongerThanTheCapacityIsPublishedWhole() throws Exception {
		int count = Outbox.CAPACITY + 20;
		instance.insert(this.id, IntStream.range(0, count).mapToObj(this::message).toArray(OutboxMessage[]::new));
		awaitPublished(count);
		lose(count);
		assertThat(audit().publishAgain(missing())).isTrue();
		try (EventLog log = new EventLog(this.topic)) {
			assertThat(log.read(count)).extracting((found) -> (int) found.value()[0])
				.isEqualTo(IntStream.range(0, count).boxed().toList());
		}
	}

	@Test
	void onlyTheNewestMessageOfAKeyCountsInACompactedTopic() throws Exception {
		String compacted = "compacted-" + UUID.randomUUID();
		Platform.createTopic(compacted, 1, Map.of("cleanup.policy", "compact,delete"));
		this.topic = compacted;
		List<String> ids = publish(3);
		lose(2);
		assertThat(audit().compare().missing()).as("older ones may be compacted away").noneMatch(this::isOwn);
		lose(1);
		assertThat(missing().messageIds()).containsExactly(ids.get(2));
	}

	@Test
	void messagesPastTheTopicsRetentionAreNotMissing() throws Exception {
		String brief = "brief-" + UUID.randomUUID();
		Platform.createTopic(brief, 1, Map.of("retention.ms", "60000"));
		this.topic = brief;
		publish(2);
		lose(2);
		assertThat(audit().compare().missing()).noneMatch(this::isOwn);
	}

	private List<String> publish(int count) {
		int before = published();
		if (before == 0) {
			instance.insert(this.id);
		}
		List<OutboxMessage> messages = IntStream.range(0, count).mapToObj(this::message).toList();
		messages.forEach((message) -> instance.update(this.id, message));
		awaitPublished(before + count);
		return messages.stream().map(OutboxMessage::id).toList();
	}

	private int published() {
		return (int) instance.all("outbox_published")
			.stream()
			.filter((kept) -> this.id.equals(kept.get("aggregateId")))
			.count();
	}

	private void awaitPublished(int count) {
		await().atMost(Instance.LIMIT).until(() -> published() == count);
		await().atMost(Instance.LIMIT)
			.until(() -> instance.account(this.id).getList("outbox", Document.class).isEmpty());
	}

	private OutboxMessage message(int number) {
		String message = UUID.randomUUID().toString();
		return new OutboxMessage(message, this.topic, this.id, new byte[] { (byte) number }, Map.of("ce_id", message));
	}

	/**
	 * Transaction markers take offsets: one after each message, or fewer.
	 */
	private void lose(int messages) throws Exception {
		long offset;
		try (EventLog log = new EventLog(this.topic)) {
			offset = log.read(messages).get(messages - 1).offset() + 1;
		}
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) Platform.PARTS.bootstrapServers()))) {
			admin.deleteRecords(Map.of(new TopicPartition(this.topic, 0), RecordsToDelete.beforeOffset(offset)))
				.all()
				.get();
		}
	}

	private OutboxAudit audit() {
		return instance.bean(OutboxAudit.class);
	}

	private OutboxAudit.Missing missing() {
		return audit().compare().missing().stream().filter(this::isOwn).findFirst().orElseThrow();
	}

	private boolean isOwn(OutboxAudit.Missing missing) {
		return missing.aggregateId().equals(this.id);
	}

	private static final class VerificationProgress implements Checkpoint {

		private Document saved = new Document();

		@Override
		public Document read() {
			return this.saved;
		}

		@Override
		public void save(Document progress) {
			this.saved = progress;
		}

	}

}
