package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.UserRegistered;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProjectionIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID user = UUID.randomUUID();

	private final UUID marker = UUID.randomUUID();

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

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void recordsAreFoldedInOrderAndCommitted(String protocol) throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
		try (RunningService running = start("rollcall.projection.group-protocol=" + protocol)) {
			Waiting.await().until(() -> running.count("applied") == 2);
			assertThat(profile(running)).containsEntry("version", 2L)
				.containsEntry("name", "anna")
				.containsEntry("folds", 2);
			assertThat(running.find(UsersProjection.NAME, "names", "ann")).isNull();
			assertThat(running.find(UsersProjection.NAME, "names", "anna")).containsEntry("users", List.of(entry(2)));
			Waiting.await().until(running::isUp);
		}
		assertThat(Platform.committed(group(), this.topic)).isEqualTo(2);
	}

	@Test
	void redeliveredRecordsLeaveTheDocumentUnchanged() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
		Document before;
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 2);
			before = running.find(UsersProjection.NAME, this.user);
		}
		Platform.commit(group(), this.topic, 0);
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("duplicates") == 2);
			assertThat(running.find(UsersProjection.NAME, this.user)).isEqualTo(before);
			assertThat(running.count("applied")).isZero();
		}
	}

	@Test
	void olderVersionIsIgnoredAndGapIsAppliedAndCounted() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		this.producer.send(this.user, EventFixture.user(this.user, 4, "anna"));
		this.producer.send(this.user, EventFixture.user(this.user, 3, "anja"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("duplicates") == 1);
			assertThat(profile(running)).containsEntry("version", 4L).containsEntry("name", "anna");
			assertThat(running.count("gaps")).isOne();
		}
	}

	@Test
	void recordsAfterADeletionChangeNothing() throws Exception {
		try (RunningService running = start()) {
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			Waiting.await().until(() -> running.count("applied") == 1);
			this.producer.send(this.user, EventFixture.gone(this.user, 2));
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			this.producer.send(this.user, EventFixture.user(this.user, 3, "ann"));
			Waiting.await().until(() -> running.count("duplicates") == 2);
			assertThat(running.find(UsersProjection.NAME, this.user))
				.isEqualTo(new Document("_id", this.user.toString()).append("deletedAtVersion", 2L));
			assertThat(running.find(UsersProjection.NAME, "names", "ann")).isNull();
		}
	}

	@Test
	void twoTopicsSetOnlyTheirOwnParts() throws Exception {
		String credentials = Platform.topic(this.service, UsersProjection.NAME);
		try (TestProducer other = new TestProducer(credentials);
				RunningService running = RunningService.start(this.service, UsersProjection.of(this.topic, credentials),
						"rollcall.projection.compacted-topics=" + credentials)) {
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			other.send(this.user, EventFixture.credential(this.user, 7));
			Waiting.await().until(() -> running.count("applied") == 2);
			this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
			other.send(this.user.toString(), null,
					List.of(new RecordHeader("userVersion", "9".getBytes(StandardCharsets.UTF_8))));
			Waiting.await().until(() -> running.count("applied") == 3);
			Document stored = running.find(UsersProjection.NAME, this.user);
			assertThat(stored.get("profile", Document.class)).containsEntry("version", 2L).containsEntry("folds", 2);
			assertThat(stored.get("credential", Document.class)).containsEntry("version", 7L).containsEntry("folds", 1);
			assertThat(running.count("gaps")).as("in a compacted topic missing versions are normal").isZero();
		}
	}

	@Test
	void upsertThatWasOvertakenIsFoldedAgain() throws Exception {
		OvertakenPart part = new OvertakenPart(new UsersProjection.Profile(this.topic));
		try (RunningService running = RunningService.start(this.service, new UsersProjection(List.of(part)))) {
			part.overtakeBy(() -> running.database()
				.await("users-g1", (users) -> users.insertOne(new Document("_id", this.user.toString())
					.append("profile", new Document("version", 5L).append("name", "anna").append("folds", 5)))));
			this.producer.send(this.user, EventFixture.user(this.user, 4, "ann"));
			this.producer.send(this.user, EventFixture.user(this.user, 6, "anja"));
			Waiting.await().until(() -> running.find(UsersProjection.NAME, "names", "anja") != null);
			Waiting.await().until(() -> profile(running).getLong("version") == 6);
			assertThat(profile(running)).containsEntry("folds", 6);
			assertThat(running.count("duplicates")).isOne();
		}
	}

	@Test
	void overtakenFoldKeepsLaterSideWrites() throws Exception {
		try (RunningService running = start()) {
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			Waiting.await().until(() -> running.count("applied") == 1);
			assertThatThrownBy(() -> wake(running, EventFixture.user(this.user, 2, "anna"),
					EventFixture.user(this.user, 3, "ann")))
				.isInstanceOf(BatchAbandonedException.class);
			assertThat(profile(running)).containsEntry("version", 3L).containsEntry("name", "ann");
			assertThat(running.find(UsersProjection.NAME, "names", "ann")).containsEntry("users", List.of(entry(3)));
			assertThat(running.find(UsersProjection.NAME, "names", "anna")).isNull();
		}
	}

	@Test
	void overtakenFoldLeavesNothingOfADeletedUser() throws Exception {
		try (RunningService running = start()) {
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			Waiting.await().until(() -> running.count("applied") == 1);
			assertThatThrownBy(
					() -> wake(running, EventFixture.user(this.user, 2, "anna"), EventFixture.gone(this.user, 3)))
				.isInstanceOf(BatchAbandonedException.class);
			assertThat(running.find(UsersProjection.NAME, this.user)).containsOnlyKeys("_id", "deletedAtVersion");
			assertThat(running.find(UsersProjection.NAME, "names", "ann")).isNull();
			assertThat(running.find(UsersProjection.NAME, "names", "anna")).isNull();
		}
	}

	@Test
	void emptiedStoreIsFilledFromTheBeginning() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
		}
		try (RunningService other = RunningService.start(this.service, List.of())) {
			other.database().collections().forEach(other.database()::drop);
		}
		try (RunningService running = start()) {
			Waiting.await().until(running::isUp);
			assertThat(profile(running)).containsEntry("name", "ann");
		}
	}

	@Test
	void stoppedConsumersContinueAfterARestart() throws Exception {
		try (RunningService running = start()) {
			this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
			Waiting.await().until(() -> running.count("applied") == 1);
			running.stopAndStart();
			this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
			Waiting.await().until(() -> profile(running).getLong("version") == 2);
		}
	}

	@Test
	void recordsOfAnUnknownTypeAreCountedAndIgnored() throws Exception {
		byte[] unknown = UnknownType.registeredAndEncoded();
		this.producer.send(this.user.toString(), unknown, List.of());
		this.producer.send(this.user.toString(), unknown, List.of());
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
			assertThat(running.count("unknown")).isEqualTo(2);
			assertThat(running.count("dead.letters")).isZero();
		}
	}

	@Test
	void generationIsStoredAsTheProjectionsShapeSays() throws Exception {
		this.producer.send(this.marker, EventFixture.user(this.marker, 1, "ann"));
		try (RunningService running = start()) {
			Waiting.await().until(running::isUp);
			Document stored = running.database().awaitAll("projections", (all) -> all.find()).get(0);
			Document generation = stored.getList("generations", Document.class).get(0);
			assertThat(stored).containsEntry("_id", UsersProjection.NAME).containsEntry("active", new Document("1", 1));
			assertThat(generation).containsEntry("number", 1)
				.containsEntry("version", 1)
				.containsEntry("group", group())
				.containsEntry("collections", List.of("users-g1", "users-g1-names"));
			assertThat(generation.get("state", Document.class)).containsKey("caughtUpAt");
			assertThat(generation.getList("targets", Document.class)).singleElement()
				.satisfies((target) -> assertThat(target).containsEntry("offset", 1L));
		}
	}

	private RunningService start(String... properties) {
		return RunningService.start(this.service, UsersProjection.of(this.topic), properties);
	}

	/**
	 * An instance with the first event in hand wakes after a pause: another one has
	 * applied both events in the meantime, and the partition is gone.
	 */
	private void wake(RunningService running, UserRegistered first, UserRegistered second) {
		OvertakenPart part = new OvertakenPart(new UsersProjection.Profile(this.topic));
		part.overtakeBy(() -> handler(running, new UsersProjection.Profile(this.topic)).apply(batch(first, second),
				BatchHandler.Calls.NONE));
		handler(running, part).apply(batch(first), new BatchHandler.Calls() {

			@Override
			public void renew() {
				throw new BatchAbandonedException("partitions revoked");
			}

		});
	}

	private static BatchHandler handler(RunningService running, ProjectionPart part) {
		ConsumerMeters meters = new ConsumerMeters(new SimpleMeterRegistry(), UsersProjection.NAME,
				() -> new ConsumerStatus(Clock.systemUTC()));
		return running.bean(Subscriptions.class).redrive(new UsersProjection(List.of(part)), meters).get(0).handler();
	}

	private Batch batch(UserRegistered... events) {
		ConsumerRecord<byte[], byte[]> raw = new ConsumerRecord<>(this.topic, 0, 0, new byte[0], new byte[0]);
		Batch batch = new Batch(List.of(raw), ProcessSpans.none());
		for (UserRegistered event : events) {
			batch.decoded(new Delivery(raw, new EventRecord(this.topic, 0, 0, this.user.toString(), event, Map.of())));
		}
		return batch;
	}

	private Document entry(long version) {
		return new Document("id", this.user.toString()).append("version", version);
	}

	private Document profile(RunningService running) {
		return running.find(UsersProjection.NAME, this.user).get("profile", Document.class);
	}

	private String group() {
		return this.service + "-users-g1";
	}

}
