package dev.rollcall.schemas;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TopicTests {

	@Test
	void namesAreUniqueAndWithoutDots() {
		List<String> names = Topic.all().stream().map(Topic::name).toList();
		assertThat(names).doesNotHaveDuplicates().allMatch((name) -> name.matches("rollcall-[a-z-]+"));
	}

	@Test
	void userEventsAreKeptForEver() {
		assertThat(Topic.USER_EVENTS.settings()).containsEntry("retention.ms", "-1")
			.containsEntry("cleanup.policy", "delete");
	}

	@Test
	void stateAndCredentialsAreCompactedAndKeepTombstonesAWeek() {
		assertThat(List.of(Topic.USERS, Topic.USER_CREDENTIALS))
			.allSatisfy((topic) -> assertThat(topic.settings()).containsEntry("cleanup.policy", "compact")
				.containsEntry("delete.retention.ms", "604800000"));
	}

	@Test
	void brokerSetsTheTimestampInEveryTopic() {
		assertThat(Topic.all()).allSatisfy(
				(topic) -> assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime"));
	}

	@Test
	void everyConsumerHasADeadLetterTopicForEachSource() {
		assertThat(Topic.all()).extracting(Topic::name)
			.contains("rollcall-user-events-session-service-accounts-dlt",
					"rollcall-user-credentials-session-service-accounts-dlt",
					"rollcall-user-events-notification-service-deliveries-dlt");
	}

	@Test
	void relayTopicHasOnePartitionPerSlot() {
		assertThat(Topic.relay("session-service")).returns("rollcall-session-service-relay", Topic::name)
			.returns(8, Topic::partitions);
	}

	@Test
	void namesOfTopicsOutsideTheCatalogFollowTheSameRules() {
		assertThat(Topic.deadLetterName("orders", "billing-invoices")).isEqualTo("orders-billing-invoices-dlt")
			.satisfies((name) -> assertThat(Topic.isDeadLetters(name)).isTrue());
		assertThat(Topic.replay("rollcall-users", "march")).isEqualTo("rollcall-users-replay-march")
			.satisfies((name) -> assertThat(Topic.isReplay(name)).isTrue());
		assertThat(Topic.relayGroup("session-service")).isEqualTo("session-service-relay");
	}

	@Test
	void onlyReactionsAndEffectsHaveOneGroup() {
		assertThat(Consumer.DELIVERIES.group()).isEqualTo("notification-service-deliveries");
		assertThatIllegalStateException().isThrownBy(Consumer.ACCOUNTS::group);
	}

}
