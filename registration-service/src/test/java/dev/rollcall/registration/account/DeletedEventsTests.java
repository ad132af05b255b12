package dev.rollcall.registration.account;

import java.util.List;
import java.util.Map;

import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeletedEventsTests {

	private static final String USER = "0192f0c1-2b7e-7c4a-9a6e-0123456789ab";

	private final DeletedEvents companions = new DeletedEvents();

	@Test
	void deletionHasATombstoneForEachEarlierEvent() {
		List<OutboxMessage> tombstones = this.companions.of(event(4).erasing()).toList();

		assertThat(tombstones).extracting(OutboxMessage::key).containsExactly(USER + ":1", USER + ":2", USER + ":3");
		assertThat(tombstones).allSatisfy((tombstone) -> {
			assertThat(tombstone.payload()).isNull();
			assertThat(tombstone.partitionKey()).isEqualTo(USER);
			assertThat(tombstone.headers()).containsEntry("userVersion", "4").containsEntry("ce_subject", USER);
		});
		assertThat(this.companions.of(event(4).erasing())).as("a repeat")
			.extracting(OutboxMessage::id)
			.isEqualTo(tombstones.stream().map(OutboxMessage::id).toList())
			.doesNotHaveDuplicates();
	}

	@Test
	void otherEventsHaveNoCompanions() {
		assertThat(this.companions.of(event(4))).isEmpty();
	}

	private static OutboxMessage event(long version) {
		return new OutboxMessage("event", Topic.USER_EVENTS.name(), USER, new byte[] { 1 }, Map.of())
			.withKey(USER + ":" + version);
	}

}
