package dev.rollcall.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The launcher's {@code rebuild} and {@code replay} with the running system.
 */
class RebuildAndReplayIntegrationTests {

	private static final String EVENTS = Topic.USER_EVENTS.name();

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final EventLog log = new EventLog(this.system);

	private final String email = Client.anEmail();

	private final Answer registered = this.client.register(this.email);

	@Test
	void projectionIsRebuiltRolledBackAndCleanedUp() {
		signIn();
		Run rebuilt = this.system.launcher("rebuild", "session-service", "accounts").succeeded();
		assertThat(rebuilt.output()).containsPattern("Generation \\d+ serves\\. [\\d,]+ records in .*, 0 different");
		signIn();
		assertThat(this.system.launcher("rebuild", "session-service", "accounts", "--rollback").succeeded().output())
			.containsPattern("generation \\d+  active");
		signIn();
		this.system.launcher("rebuild", "session-service", "accounts", "--clean-up").succeeded();
		signIn();
		assertThat(this.system.launcher("rebuild", "session-service", "accounts", "--cancel").status())
			.as("no rebuild is running")
			.isOne();
		assertThat(this.system.launcher("rebuild", "session-service", "accounts", "--watch").status())
			.as("no rebuild to watch")
			.isOne();
		this.system.launcher("rebuild", "notification-service", "recipients").succeeded();
	}

	@Test
	void unknownProjectionIsRefusedInOneLine() {
		Run refused = this.system.launcher("rebuild", "session-service", "others");
		assertThat(refused.status()).isEqualTo(2);
		assertThat(refused.output().strip().lines()).hasSize(1);
	}

	@Test
	void recordsOfAUserAreReplayedIntoASeparateTopic() {
		String user = this.registered.text("userId");
		await().until(() -> of(EVENTS, user).size() == 1);
		String name = "team-" + UUID.randomUUID().toString().substring(0, 8);
		assertThat(this.system.launcher("replay", EVENTS, "--name", name, "--partition", "6").status())
			.as("there are six partitions, and the name stays free")
			.isEqualTo(2);
		assertThat(
				this.system.launcher("replay", EVENTS, "--name", name, "--user", UUID.randomUUID().toString()).status())
			.as("no record of this user, and the name stays free")
			.isOne();
		Run replayed = this.system.launcher("replay", EVENTS, "--name", name, "--user", user).succeeded();
		String target = Topic.replay(EVENTS, name);
		assertThat(replayed.output()).containsPattern("^1 of [\\d,]+ records are in " + target);
		assertThat(this.log.raw(target)).hasSize(1);
		ConsumerRecord<String, byte[]> original = of(EVENTS, user).get(0);
		ConsumerRecord<String, byte[]> copy = of(target, user).get(0);
		assertThat(copy.value()).isEqualTo(original.value());
		assertThat(header(copy, EventHeaders.REPLAY_TIMESTAMP))
			.isEqualTo(Instant.ofEpochMilli(original.timestamp()).toString());
		assertThat(copy.partition()).isEqualTo(original.partition());
		assertThat(header(copy, EventHeaders.ID)).isEqualTo(header(original, EventHeaders.ID));
		assertThat(copy.headers().lastHeader(EventHeaders.REPLAY)).isNotNull();
		assertThat(this.log.raw(EVENTS))
			.noneMatch((record) -> record.headers().lastHeader(EventHeaders.REPLAY) != null);
		assertThat(this.system.launcher("replay", EVENTS, "--name", name).status()).as("the name is taken").isOne();
	}

	@Test
	void partitionsThatEndBeforeTheFirstOffsetAreSkipped() {
		await().until(() -> of(EVENTS, this.registered.text("userId")).size() == 1);
		ConsumerRecord<String, byte[]> furthest = this.log.raw(EVENTS)
			.stream()
			.filter((record) -> record.value() != null)
			.max(Comparator.comparingLong(ConsumerRecord::offset))
			.orElseThrow();
		String name = "team-" + UUID.randomUUID().toString().substring(0, 8);
		this.system.launcher("replay", EVENTS, "--name", name, "--from-offset", Long.toString(furthest.offset()))
			.succeeded();
		assertThat(this.log.raw(Topic.replay(EVENTS, name))).extracting(ConsumerRecord::value)
			.contains(furthest.value());
	}

	private void signIn() {
		Answer answer = this.client.signIn(this.email, "Rollcall-Consistency",
				this.registered.header("Rollcall-Consistency"));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
	}

	private List<ConsumerRecord<String, byte[]>> of(String topic, String user) {
		return this.log.raw(topic)
			.stream()
			.filter((record) -> user.equals(RecordKey.parse(record.key()).subject()))
			.toList();
	}

	private static String header(ConsumerRecord<String, byte[]> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : "";
	}

}
