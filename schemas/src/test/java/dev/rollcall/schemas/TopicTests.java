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
	void compactedTopicsForgetWithinADayAndKeepTombstonesAWeek() {
		assertThat(List.of(Topic.USER_EVENTS, Topic.USERS, Topic.USER_CREDENTIALS)).allMatch(Topic::isCompacted)
			.allSatisfy((topic) -> assertThat(topic.settings()).containsEntry("cleanup.policy", "compact")
				.containsEntry("max.compaction.lag.ms", "86400000")
				.containsEntry("delete.retention.ms", "604800000")
				.doesNotContainKey("retention.ms"));
	}

	@Test
	void everythingElseExpiresWithinThirtyDays() {
		assertThat(Topic.all()).filteredOn((topic) -> !topic.isCompacted())
			.allSatisfy((topic) -> assertThat(Long.parseLong(topic.settings().getOrDefault("retention.ms", "-1")))
				.isBetween(1L, 2_592_000_000L));
	}

	@Test
	void brokerSetsTheTimestampInEveryTopic() {
		assertThat(Topic.all()).allSatisfy(
				(topic) -> assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime"));
	}

	@Test
	void everyoneMayReadUserEventsUsersAndSessionEventsOnly() {
		assertThat(Topic.all()).extracting(Topic::name)
			.filteredOn((name) -> !Topic.isRestricted(name))
			.containsExactlyInAnyOrder("rollcall-user-events", "rollcall-users", "rollcall-session-events");
		assertThat(Topic.isRestricted("orders")).as("a topic of another team").isFalse();
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
