package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Partitions are reassigned while a batch is retried.
 */
@SuppressWarnings("try") // the second service runs as long as its resource is open
class RebalanceIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void unappliedRecordIsLeftToTheNextInstance(String protocol) throws Exception {
		String topic = Platform.topic(this.service, "calls");
		String setting = "rollcall.projection.group-protocol=" + protocol;
		Calls first = new Calls(topic);
		Calls second = new Calls(topic);
		try (TestProducer producer = new TestProducer(topic);
				RunningService one = RunningService.start(this.service, first, setting)) {
			List<String> before = send(producer, 10);
			Waiting.await().until(() -> first.taken.containsAll(before));
			Waiting.await().until(() -> Platform.committed(this.service + "-calls", topic) == before.size());
			first.failing = true;
			List<String> users = send(producer, 40);
			Waiting.await().until(() -> one.count("retries") >= 2);
			try (RunningService two = RunningService.start(this.service, second, setting)) {
				Waiting.await().until(() -> !second.taken.isEmpty());
				first.failing = false;
				Waiting.await()
					.until(() -> users.stream()
						.allMatch((user) -> first.taken.contains(user) || second.taken.contains(user)));
			}
		}
	}

	private static List<String> send(TestProducer producer, int count) throws Exception {
		List<String> users = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			UUID user = UUID.randomUUID();
			producer.send(user, EventFixture.user(user, 1, "ann"));
			users.add(user.toString());
		}
		return users;
	}

	private static final class Calls implements Reaction {

		private final Set<String> taken = ConcurrentHashMap.newKeySet();

		private final String topic;

		private volatile boolean failing;

		Calls(String topic) {
			this.topic = topic;
		}

		@Override
		public String name() {
			return "calls";
		}

		@Override
		public List<String> topics() {
			return List.of(this.topic);
		}

		@Override
		public void react(EventRecord record) {
			if (this.failing) {
				throw new IllegalStateException("Not now");
			}
			this.taken.add(record.key());
		}

	}

}
