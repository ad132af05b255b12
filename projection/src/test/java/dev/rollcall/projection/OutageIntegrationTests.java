package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.rollcall.local.platform.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts become unavailable and return: nothing is skipped or dead-lettered, without any
 * intervention.
 */
@Isolated("Stops parts that all tests share")
class OutageIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, UsersProjection.NAME);
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void coldConsumerWaitsForTheRegistry() throws Exception {
		List<UUID> users = send(20);
		Platform.shared().stop(Part.REGISTRY);
		RunningService running = start();
		try {
			Waiting.await().until(() -> running.count("retries") >= 2);
			assertThat(running.count("dead.letters")).isZero();
			assertThat(Platform.committed(this.service + "-users-g1", this.topic)).isZero();
			assertThat(running.isUp()).isFalse();
		}
		finally {
			Platform.shared().start(Part.REGISTRY);
		}
		try (running) {
			assertAllApplied(running, users);
		}
	}

	@Test
	void warmConsumerNeedsNoRegistry() throws Exception {
		send(1);
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
			Platform.shared().stop(Part.REGISTRY);
			try {
				send(5);
				Waiting.await().until(() -> running.count("applied") == 6);
				assertThat(running.count("retries")).isZero();
			}
			finally {
				Platform.shared().start(Part.REGISTRY);
			}
		}
	}

	@Test
	void storeOutageSkipsNothing() throws Exception {
		try (RunningService running = start()) {
			List<UUID> users = new ArrayList<>(send(5));
			Waiting.await().until(() -> running.count("applied") == 5);
			Platform.shared().stop(Part.STORE);
			try {
				users.addAll(send(20));
				Waiting.await().until(() -> running.count("retries") >= 2);
			}
			finally {
				Platform.shared().start(Part.STORE);
			}
			assertAllApplied(running, users);
		}
	}

	@Test
	void restartedInstanceIsReadyWithoutABrokerAndContinuesWithIt() throws Exception {
		List<UUID> users = new ArrayList<>(send(3));
		try (RunningService running = start()) {
			Waiting.await().until(running::isUp);
		}
		Platform.shared().stop(Part.BROKER);
		RunningService running = start();
		try {
			Waiting.await().until(running::isUp);
			assertThat(running.find(UsersProjection.NAME, users.get(0))).isNotNull();
		}
		finally {
			Platform.shared().start(Part.BROKER);
		}
		try (running) {
			users.addAll(send(3));
			assertAllApplied(running, users);
		}
	}

	@Test
	void firstStartWithNothingThereWaitsInTheBackground() {
		try (RunningService running = start("spring.kafka.bootstrap-servers=127.0.0.1:9",
				"spring.mongodb.uri=mongodb://127.0.0.1:9/none?serverSelectionTimeoutMS=500",
				"spring.kafka.properties[apicurio.registry.url]=http://127.0.0.1:9/apis/registry/v3")) {
			assertThat(running.isUp()).isFalse();
			assertThat(running.health().getDetails()).containsEntry(UsersProjection.NAME, "waits for the store");
		}
	}

	private List<UUID> send(int count) throws Exception {
		List<UUID> users = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			UUID user = UUID.randomUUID();
			this.producer.send(user, EventFixture.user(user, 1, "ann"));
			users.add(user);
		}
		return users;
	}

	private void assertAllApplied(RunningService running, List<UUID> users) {
		Waiting.await()
			.until(() -> users.stream().allMatch((user) -> running.find(UsersProjection.NAME, user) != null));
		Waiting.await().until(running::isUp);
		assertThat(running.count("dead.letters")).isZero();
		assertThat(DeadLetterTopic.read(Platform.deadLetters(this.topic, this.service, UsersProjection.NAME)))
			.isEmpty();
	}

	private RunningService start(String... properties) {
		return RunningService.start(this.service, UsersProjection.of(this.topic), properties);
	}

}
