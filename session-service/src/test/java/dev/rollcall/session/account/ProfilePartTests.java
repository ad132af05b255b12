package dev.rollcall.session.account;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.DeletionReason;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserLocked;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.ProjectionPart.Fold;
import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProfilePartTests {

	private static final UUID USER = UUID.fromString("0193a1b2-0000-7000-8000-000000000001");

	private static final Actor SYSTEM = new Actor(ActorType.SYSTEM, null);

	private final ProfilePart part = new ProfilePart();

	@Test
	void userDeletedDeletesTheAccount() {
		EventRecord record = record(new UserDeleted(UUID.randomUUID(), USER, Instant.EPOCH, SYSTEM, "request", null, 2L,
				null, DeletionReason.BY_USER));
		assertThat(this.part.fold(null, record)).isInstanceOf(Fold.Deleted.class);
	}

	@Test
	void otherEventWithoutStateDeletesNothing() {
		EventRecord record = record(
				new UserLocked(UUID.randomUUID(), USER, Instant.EPOCH, SYSTEM, "request", null, 2L, null, null));
		assertThatThrownBy(() -> this.part.fold(null, record)).isInstanceOf(InvalidEventException.class);
	}

	@Test
	void addressThatNobodyHasIsRemoved() {
		Document before = new Document("email", new Document("canonical", "ada@example.org"));
		assertThat(this.part.sideWrites(USER.toString(), before, null)).singleElement().satisfies((write) -> {
			assertThat(write.id()).isEqualTo("ada@example.org");
			assertThat(write.removedIf()).isEqualTo(new Document("users", new Document("$size", 0)));
		});
		assertThat(this.part.sideWrites(USER.toString(), null, before)).singleElement()
			.satisfies((write) -> assertThat(write.removedIf()).isNull());
	}

	private static EventRecord record(SpecificRecord event) {
		return new EventRecord(Topic.USER_EVENTS.name(), 0, 0, USER.toString(), event, Map.of());
	}

}
