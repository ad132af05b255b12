package dev.rollcall.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The outbox of a service with two instances.
 */
class TakeOverIntegrationTests {

	private final String service = Platform.newService();

	private final String topic = Platform.newTopic();

	@Test
	void slotsOfAStoppedInstanceAreTakenOver() {
		try (Instance first = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			try (Instance second = Instance.start(this.service)) {
				first.awaitOwned(Topic.RELAY_SLOTS / 2);
				second.awaitOwned(Topic.RELAY_SLOTS / 2);
				IntStream.range(0, 40).forEach((number) -> insert((number % 2 == 0) ? first : second));
				assertThat(log.read(40)).hasSize(40);
			}
			first.awaitOwned(Topic.RELAY_SLOTS);
			IntStream.range(0, 40).forEach((number) -> insert(first));
			assertThat(log.read(80)).hasSize(80);
		}
	}

	@Test
	void ownerIsNotifiedOfMessagesOfAnotherInstance() {
		String neverSweeping = "rollcall.outbox.sweep-pause=1h";
		try (Instance first = Instance.start(this.service, neverSweeping);
				Instance second = Instance.start(this.service, neverSweeping);
				EventLog log = new EventLog(this.topic)) {
			first.awaitOwned(Topic.RELAY_SLOTS / 2);
			second.awaitOwned(Topic.RELAY_SLOTS / 2);
			IntStream.range(0, 40).forEach((number) -> insert(first));
			assertThat(log.read(40)).hasSize(40);
		}
	}

	@Test
	void openTransactionOfThePreviousOwnerIsFenced() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			member.awaitOwned(Topic.RELAY_SLOTS);
			member.bean(OutboxRelay.class).stop();
			try (Producer<String, byte[]> former = clients().transactional(Slot.of(id))) {
				former.initTransactions();
				former.beginTransaction();
				former.send(message(id, 1).toRecord(null));
				member.insert(id, message(id, 1), message(id, 2));
				SlotPublisher owner = publisher(member, id);
				owner.takeOver(() -> true);
				owner.publish(List.of(id));
				owner.close();
				assertThatThrownBy(former::commitTransaction).isInstanceOf(ProducerFencedException.class);
			}
			log.read(2);
			assertThat(log.numbers()).containsEntry(id, List.of(1, 2));
		}
	}

	@Test
	void fencedPublisherDropsItsDocuments() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			member.awaitOwned(Topic.RELAY_SLOTS);
			member.bean(OutboxRelay.class).stop();
			long epoch = epoch(member, Slot.of(id));
			member.insert(id, message(id, 1));
			SlotPublisher former = publisher(member, id);
			SlotPublisher owner = publisher(member, id);
			former.takeOver(() -> true);
			owner.takeOver(() -> true);
			assertThatThrownBy(() -> former.publish(List.of(id))).isInstanceOf(RuntimeException.class);
			assertThat(former.isOwner()).isFalse();
			owner.publish(List.of(id));
			member.update(id, message(id, 2));
			owner.publish(List.of(id));
			owner.close();
			log.read(2);
			assertThat(log.numbers()).containsEntry(id, List.of(1, 2));
			assertThat(epoch(member, Slot.of(id))).isEqualTo(epoch + 2);
		}
	}

	/**
	 * An instance is paused between its sends and its commit, and resumes after another
	 * one has taken over.
	 */
	@Test
	void ownerThatIsPausedBeforeItsCommitAppendsNoOldMessages() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			member.awaitOwned(Topic.RELAY_SLOTS);
			member.bean(OutboxRelay.class).stop();
			member.insert(id, message(id, 1));
			SlotPublisher owner = publisher(member, id);
			SlotPublisher paused = new SlotPublisher(Slot.of(id),
					() -> PausedProducer.beforeCommit(clients().transactional(Slot.of(id)), () -> {
						owner.takeOver(() -> true);
						owner.publish(List.of(id));
						member.update(id, message(id, 2));
						owner.publish(List.of(id));
					}), member.bean(RelayContext.class));
			paused.takeOver(() -> true);
			assertThatThrownBy(() -> paused.publish(List.of(id))).isInstanceOf(RuntimeException.class);
			assertThat(paused.isOwner()).isFalse();
			member.update(id, message(id, 3));
			owner.publish(List.of(id));
			owner.close();
			log.read(3);
			assertThat(log.numbers()).containsEntry(id, List.of(1, 2, 3));
		}
	}

	@Test
	void copiesAreInTheOrderOfPublicationDespiteClockDifferences() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service)) {
			member.awaitOwned(Topic.RELAY_SLOTS);
			member.bean(OutboxRelay.class).stop();
			Instant now = Instant.now();
			List<OutboxMessage> messages = IntStream.range(0, 4).mapToObj((number) -> message(id, number)).toList();
			member.insert(id, messages.get(0));
			publish(member, id, now);
			member.update(id, messages.get(1));
			publish(member, id, now.minus(Duration.ofMinutes(5)));
			member.update(id, messages.get(2), messages.get(3));
			publish(member, id, now.minus(Duration.ofMinutes(10)));
			assertThat(member.bean(RelayContext.class).store().published().of(id))
				.extracting((kept) -> kept.getString("_id"))
				.isEqualTo(messages.stream().map(OutboxMessage::id).toList());
		}
	}

	/** A new owner, with a clock of its own. */
	private void publish(Instance member, String id, Instant now) {
		RelayContext context = member.bean(RelayContext.class);
		RelayStore store = context.store();
		PublishedMessages published = new PublishedMessages(member.bean(Store.class), Duration.ofDays(7),
				Clock.fixed(now, ZoneOffset.UTC));
		SlotPublisher owner = new SlotPublisher(Slot.of(id), () -> clients().transactional(Slot.of(id)),
				new RelayContext(new RelayStore(store.pending(), published, store.erasures(), store.epochs()),
						context.threads(), context.metrics(), context.blocked(), context.traces(), context.companions(),
						context.markers()));
		owner.takeOver(() -> true);
		owner.publish(List.of(id));
		owner.close();
	}

	@Test
	void slotThatIsNoLongerAssignedIsNotTakenOver() {
		try (Instance member = Instance.start(this.service)) {
			SlotPublisher late = publisher(member, "any");
			late.takeOver(() -> false);
			assertThat(late.isOwner()).isFalse();
			late.close();
		}
	}

	private void insert(Instance instance) {
		String id = UUID.randomUUID().toString();
		instance.insert(id, message(id, 1));
	}

	private long epoch(Instance instance, int slot) {
		return instance.all("relay_slots")
			.stream()
			.filter((found) -> found.getInteger("_id") == slot)
			.mapToLong((Document found) -> found.getLong("epoch"))
			.sum();
	}

	private SlotPublisher publisher(Instance instance, String id) {
		return new SlotPublisher(Slot.of(id), () -> clients().transactional(Slot.of(id)),
				instance.bean(RelayContext.class));
	}

	private RelayClients clients() {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers());
		return new RelayClients(settings, settings, this.service, Topic.relay(this.service).name());
	}

	private OutboxMessage message(String key, int number) {
		return Instance.message(this.topic, key, number);
	}

}
