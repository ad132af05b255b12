package dev.rollcall.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The outbox of a service with three instances.
 */
@Isolated("Bounds the time that a take-over lasts")
class GroupIntegrationTests {

	private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

	private final String service = Platform.newService();

	private final String topic = Platform.newTopic();

	private final List<Instance> instances = new ArrayList<>();

	@AfterEach
	void stop() {
		this.instances.forEach(Instance::close);
	}

	@Test
	void threeInstancesShareTheSlotsWithoutOverlap() {
		start(3);
		awaitShares(2, 3, 3);
		Set<Integer> owned = new HashSet<>();
		this.instances.forEach((instance) -> instance.bean(OutboxRelay.class)
			.owned()
			.forEach((slot) -> assertThat(owned.add(slot)).as("slot %d has one owner", slot).isTrue()));
		assertThat(owned).hasSize(Topic.RELAY_SLOTS);
	}

	@Test
	void slotsOfADeadInstanceAreTakenOver() {
		start(2);
		awaitShares(4, 4);
		try (EventLog log = new EventLog(this.topic)) {
			Set<Integer> slots = joinAndDie();
			long died = System.nanoTime();
			List<String> ids = IntStream.range(0, 80).mapToObj((number) -> insert()).toList();
			assertThat(ids).anyMatch((id) -> slots.contains(Slot.of(id)));
			log.read(80);
			Duration took = Duration.ofNanos(System.nanoTime() - died);
			assertThat(log.numbers()).containsOnlyKeys(ids);
			awaitShares(4, 4);
			assertThat(took).isLessThan(TAKE_OVER_LIMIT);
		}
	}

	@Test
	void slotsOfAStoppingInstanceAreHandedOverAtOnce() {
		start(3);
		awaitShares(2, 3, 3);
		try (EventLog log = new EventLog(this.topic)) {
			this.instances.remove(0).close();
			long stopped = System.nanoTime();
			List<String> ids = IntStream.range(0, 80).mapToObj((number) -> insert()).toList();
			log.read(80);
			assertThat(log.numbers()).containsOnlyKeys(ids);
			assertThat(Duration.ofNanos(System.nanoTime() - stopped)).as("without waiting for a session to time out")
				.isLessThan(Duration.ofSeconds(6));
		}
	}

	@Test
	void memberWithoutCoordinatorReleasesItsSlotsUntilItIsAssignedAgain() throws IOException {
		try (CoordinatorProxy proxy = new CoordinatorProxy(brokerPort());
				Instance cut = Instance.start(this.service,
						"spring.kafka.bootstrap-servers=" + proxy.bootstrapServers());
				EventLog log = new EventLog(this.topic)) {
			start(1);
			Instance other = this.instances.get(0);
			other.awaitOwned(4);
			cut.awaitOwned(4);
			proxy.cut();
			other.awaitOwned(Topic.RELAY_SLOTS);
			Awaitility.await()
				.atMost(Instance.LIMIT)
				.untilAsserted(
						() -> assertThat(relays(cut)).as("slots that it relays or tries to take over").isEmpty());
			List<String> ids = IntStream.range(0, 80).mapToObj((number) -> insert()).toList();
			log.read(80);
			assertThat(log.numbers()).containsOnlyKeys(ids);
			assertThat(relays(other)).as("never fenced again").hasSize(Topic.RELAY_SLOTS);
			assertThat(other.bean(OutboxRelay.class).waiting()).isEmpty();
			proxy.heal();
			cut.awaitOwned(4);
			other.awaitOwned(4);
		}
	}

	private static int brokerPort() {
		String address = Platform.PARTS.bootstrapServers();
		return Integer.parseInt(address.substring(address.indexOf(':') + 1));
	}

	private static Set<Integer> relays(Instance instance) {
		OutboxRelay relay = instance.bean(OutboxRelay.class);
		Set<Integer> slots = new HashSet<>(relay.owned());
		slots.addAll(relay.waiting().keySet());
		return slots;
	}

	private void start(int count) {
		IntStream.range(0, count).forEach((number) -> this.instances.add(Instance.start(this.service)));
	}

	/**
	 * A member that owns slots and stops sending heartbeats, like a killed instance.
	 */
	private Set<Integer> joinAndDie() {
		Map<String, Object> settings = Map.of("bootstrap.servers", Platform.PARTS.bootstrapServers());
		String relay = Topic.relay(this.service).name();
		Consumer<String, byte[]> member = new RelayClients(settings, settings, this.service, relay).assignment();
		member.subscribe(List.of(relay));
		Awaitility.await().atMost(Instance.LIMIT).until(() -> {
			member.poll(Duration.ofMillis(100));
			return member.assignment().size() >= 2;
		});
		Set<Integer> slots = new HashSet<>();
		member.assignment().stream().map(TopicPartition::partition).forEach(slots::add);
		member.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
		return slots;
	}

	private void awaitShares(Integer... shares) {
		Awaitility.await()
			.atMost(Instance.LIMIT)
			.untilAsserted(
					() -> assertThat(this.instances.stream().map(Instance::owned)).containsExactlyInAnyOrder(shares));
	}

	private String insert() {
		String id = UUID.randomUUID().toString();
		this.instances.get(0).insert(id, Instance.message(this.topic, id, 1));
		return id;
	}

}
