package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A later team: all users from the compacted topic of states and from the events, as two
 * topics of one part.
 */
class NewSubscriberIntegrationTests {

	private static final Map<String, String> COMPACTED_SOON = Map.of("cleanup.policy", "compact", "segment.bytes",
			"1048576", "min.cleanable.dirty.ratio", "0.01");

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final Instant longAgo = Instant.now().minus(Duration.ofDays(1));

	private final List<UUID> users = new ArrayList<>();

	private final UUID gone = UUID.randomUUID();

	private TestProducer states;

	private TestProducer events;

	private Directory directory;

	@BeforeEach
	void publishTheHistory() throws Exception {
		String stateTopic = Platform.topic(this.service, "directory", COMPACTED_SOON);
		String eventTopic = Platform.topic(this.service, "directory");
		this.states = new TestProducer(stateTopic);
		this.events = new TestProducer(eventTopic);
		this.directory = new Directory(stateTopic, eventTopic);
		for (int i = 0; i < 50; i++) {
			UUID user = UUID.randomUUID();
			this.users.add(user);
			publish(user, 1, "name-" + i, this.longAgo);
			publish(user, 2, "renamed-" + i, this.longAgo);
		}
		publish(this.gone, 1, "gone", this.longAgo);
		delete(this.gone, 2, this.longAgo);
	}

	@AfterEach
	void close() {
		this.states.close();
		this.events.close();
	}

	@Test
	void buildsTheFullSetOfUsersAndFollowsWithoutGap() throws Exception {
		UUID late = UUID.randomUUID();
		publish(this.users.get(0), 3, "lately", Instant.now().minus(Duration.ofMinutes(1)));
		try (RunningService running = start()) {
			Waiting.await().until(running::isUp);
			assertThat(held(running)).containsOnlyKeys(ids()).doesNotContainKey(this.gone.toString());
			assertThat(held(running).values()).filteredOn((version) -> version != 2).containsExactly(3L);
			for (UUID user : this.users) {
				long version = held(running).get(user.toString());
				publish(user, version + 1, "after", Instant.now());
			}
			publish(late, 1, "late", Instant.now());
			delete(this.users.get(1), 4, Instant.now());
			Waiting.await().until(() -> version(running, late) == 1 && version(running, this.users.get(1)) == -4);
			Waiting.await().until(() -> version(running, this.users.get(49)) == 3);
			assertThat(running.count("gaps")).isZero();
			assertThat(running.count("dead.letters")).isZero();
		}
	}

	@Test
	void eventsDuringTheInitialReadAreNotMissed() throws Exception {
		try (RunningService running = start()) {
			for (UUID user : this.users) {
				publish(user, 3, "meanwhile", Instant.now());
			}
			Waiting.await().until(() -> this.users.stream().allMatch((user) -> version(running, user) == 3));
			assertThat(running.count("gaps")).isZero();
		}
	}

	private RunningService start() {
		return RunningService.start(this.service, this.directory,
				"rollcall.projection.compacted-topics=" + this.directory.stateTopic());
	}

	/** As registration-service does: both in one transaction. */
	private void publish(UUID user, long version, String name, Instant at) throws Exception {
		this.events.send(user, EventFixture.user(user, version, name), at);
		this.states.send(user, EventFixture.state(user, version, name));
	}

	private void delete(UUID user, long version, Instant at) throws Exception {
		this.events.send(user, EventFixture.gone(user, version), at);
		this.states.send(user.toString(), null,
				List.of(new RecordHeader("userVersion", Long.toString(version).getBytes(StandardCharsets.UTF_8))));
	}

	private String[] ids() {
		return this.users.stream().map(UUID::toString).toArray(String[]::new);
	}

	/** The versions of the users who are not deleted. */
	private static Map<String, Long> held(RunningService running) {
		return running.database()
			.awaitAll("directory-g1", (all) -> all.find())
			.stream()
			.filter((user) -> user.containsKey("user"))
			.collect(Collectors.toMap((user) -> user.getString("_id"),
					(user) -> user.get("user", Document.class).getLong("version")));
	}

	/** Below zero: deleted at this version. */
	private static long version(RunningService running, UUID user) {
		Document held = Objects.requireNonNull(running.find("directory", user));
		return held.containsKey("deletedAtVersion") ? -held.getLong("deletedAtVersion")
				: held.get("user", Document.class).getLong("version");
	}

	/** Two topics of one part. */
	private record Directory(String stateTopic, String eventTopic) implements Projection {

		@Override
		public String name() {
			return "directory";
		}

		@Override
		public int version() {
			return 1;
		}

		@Override
		public List<ProjectionPart> parts() {
			return List.of(new UserPart(this.stateTopic), new UserPart(this.eventTopic));
		}

	}

	private record UserPart(String topic) implements ProjectionPart {

		@Override
		public String name() {
			return "user";
		}

		@Override
		public long version(EventRecord record) {
			if (record.value() instanceof UserRegistered event) {
				return event.getUserVersion();
			}
			return (record.value() instanceof UserState state) ? state.getVersion()
					: Long.parseLong(record.headers().get("userVersion"));
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			UserState state = (record.value() instanceof UserRegistered event) ? event.getState()
					: (UserState) record.value();
			return (state == null) ? new Fold.Deleted()
					: new Fold.Changed(new Document("name", state.getDisplayName()).append("topic", record.topic()));
		}

	}

}
