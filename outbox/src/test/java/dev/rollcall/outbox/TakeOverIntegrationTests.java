package dev.rollcall.outbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The outbox of a service with two instances.
 */
class TakeOverIntegrationTests {

	private final String service = Platform.newService();

	private final String topic = Platform.newTopic();

	@Test
	void instancesShareTheSlotsAndTheRestIsTakenOverFromOneThatStops() {
		try (Instance first = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			try (Instance second = Instance.start(this.service)) {
				await().atMost(Instance.LIMIT).untilAsserted(() -> {
					assertThat(owned(first)).isEqualTo(Outbox.SLOTS / 2);
					assertThat(owned(second)).isEqualTo(Outbox.SLOTS / 2);
				});
				IntStream.range(0, 40).forEach((number) -> insert((number % 2 == 0) ? first : second));
				assertThat(log.read(40)).hasSize(40);
			}
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(owned(first)).isEqualTo(Outbox.SLOTS));
			IntStream.range(0, 40).forEach((number) -> insert(first));
			assertThat(log.read(80)).hasSize(80);
		}
	}

	@Test
	void formerOwnersOpenTransactionIsFenced() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(owned(member)).isEqualTo(Outbox.SLOTS));
			member.bean(OutboxRelay.class).stop();
			try (Producer<String, byte[]> former = clients().transactional(Slot.of(id))) {
				former.initTransactions();
				former.beginTransaction();
				former.send(message(id, 1).toRecord());
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
	void publisherThatWasFencedDropsWhatItRead() {
		String id = UUID.randomUUID().toString();
		try (Instance member = Instance.start(this.service); EventLog log = new EventLog(this.topic)) {
			await().atMost(Instance.LIMIT).untilAsserted(() -> assertThat(owned(member)).isEqualTo(Outbox.SLOTS));
			member.bean(OutboxRelay.class).stop();
			member.insert(id, message(id, 1));
			SlotPublisher former = publisher(member, id);
			SlotPublisher owner = publisher(member, id);
			former.takeOver(() -> true);
			owner.takeOver(() -> true);
			assertThatThrownBy(() -> former.publish(List.of(id))).isInstanceOf(RuntimeException.class);
			assertThat(former.isOwner()).isFalse();
			owner.publish(List.of(id));
			owner.close();
			assertThat(log.read(1)).hasSize(1);
			assertThat(epoch(member, Slot.of(id))).isEqualTo(3);
		}
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

	private int owned(Instance instance) {
		return instance.bean(OutboxRelay.class).owned().size();
	}

	private long epoch(Instance instance, int slot) {
		return instance.all("relay_slots")
			.stream()
			.filter((found) -> found.getInteger("_id") == slot)
			.mapToLong((Document found) -> found.getLong("epoch"))
			.sum();
	}

	private SlotPublisher publisher(Instance instance, String id) {
		return new SlotPublisher(Slot.of(id), clients(), instance.bean(RelayContext.class));
	}

	private RelayClients clients() {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers());
		return new RelayClients(settings, settings, this.service, "rollcall-" + this.service + "-relay");
	}

	private OutboxMessage message(String key, int number) {
		return Instance.message(this.topic, key, number);
	}

}
