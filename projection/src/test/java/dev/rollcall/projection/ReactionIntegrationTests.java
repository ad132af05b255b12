package dev.rollcall.projection;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.rollcall.event.UserRegistered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // a service runs as long as its resource is open; not all tests
							// ask it
class ReactionIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID user = UUID.randomUUID();

	private final List<Long> versions = new CopyOnWriteArrayList<>();

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, "sessions");
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void passingFailureIsTriedAgainFromTheFailedRecordOn() throws Exception {
		AtomicInteger failures = new AtomicInteger(3);
		send(1, 2, 3);
		try (RunningService running = start((version) -> {
			if (version == 2 && failures.getAndDecrement() > 0) {
				throw new IllegalStateException("not now");
			}
		})) {
			Waiting.await().until(() -> this.versions.size() == 3);
			assertThat(this.versions).containsExactly(1L, 2L, 3L);
			assertThat(running.count("retries")).isEqualTo(3);
			assertThat(running.count("dead.letters")).isZero();
		}
		assertThat(Platform.committed(this.service + "-sessions", this.topic)).isEqualTo(3);
	}

	@Test
	void invalidEventIsDeadLetteredAndTheNextOneIsApplied() throws Exception {
		send(1, 2, 3);
		try (RunningService running = start((version) -> {
			if (version == 2) {
				throw new InvalidEventException("No such version");
			}
		})) {
			Waiting.await().until(() -> running.count("dead.letters") == 1);
			assertThat(this.versions).containsExactly(1L, 3L);
		}
	}

	@Test
	void idleConsumerCommitsTheMarkerOfTheLastTransaction() throws Exception {
		try (RunningService running = start((version) -> {
		})) {
			this.producer.sendInTransaction(this.user, EventFixture.user(this.user, 1, "ann"));
			Waiting.await().until(() -> Platform.committed(this.service + "-sessions", this.topic) == 2);
			assertThat(this.versions).containsExactly(1L);
			assertThat(running.count("retries")).isZero();
		}
		assertThat(Platform.committed(this.service + "-sessions", this.topic)).isEqualTo(2);
	}

	@Test
	void unappliedRecordIsDeliveredAgainAfterAStop() throws Exception {
		send(1);
		try (RunningService running = start((version) -> {
			throw new IllegalStateException("not now");
		})) {
			Waiting.await().until(() -> running.count("retries") >= 2);
		}
		assertThat(Platform.committed(this.service + "-sessions", this.topic)).isZero();
		try (RunningService running = start((version) -> {
		})) {
			Waiting.await().until(() -> this.versions.equals(List.of(1L)));
		}
	}

	private void send(long... all) throws Exception {
		for (long version : all) {
			this.producer.send(this.user, EventFixture.user(this.user, version, "ann"));
		}
	}

	private RunningService start(Consumer<Long> before) {
		return RunningService.start(this.service, new Sessions(this.topic, before, this.versions));
	}

	private record Sessions(String topic, Consumer<Long> before, List<Long> versions) implements Reaction {

		@Override
		public String name() {
			return "sessions";
		}

		@Override
		public List<String> topics() {
			return List.of(this.topic);
		}

		@Override
		public void react(EventRecord record) {
			long version = ((UserRegistered) record.value()).getUserVersion();
			this.before.accept(version);
			this.versions.add(version);
		}

	}

}
