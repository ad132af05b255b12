package dev.rollcall.session.account;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.DeletionReason;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserLocked;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.ProjectionPart;
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
	void addressIsAddedWithItsTime() {
		assertThat(this.part.sideWrites("ada", null, profile("a@example.com", 1))).containsExactly(
				login("a@example.com", "$addToSet", new Document("id", "ada").append("since", new Date(1))));
	}

	@Test
	void onlyAnOlderEntryOfTheFormerAddressIsRemoved() {
		assertThat(this.part.sideWrites("ada", profile("a@example.com", 1), profile("b@example.com", 2)))
			.containsExactly(
					login("b@example.com", "$addToSet", new Document("id", "ada").append("since", new Date(2))),
					login("a@example.com", "$pull",
							new Document("id", "ada").append("since", new Document("$lt", new Date(2)))));
	}

	@Test
	void unchangedAddressIsOnlyAdded() {
		assertThat(this.part.sideWrites("ada", profile("a@example.com", 1), profile("a@example.com", 1)))
			.containsExactly(
					login("a@example.com", "$addToSet", new Document("id", "ada").append("since", new Date(1))));
	}

	@Test
	void deletionRemovesAnyEntry() {
		assertThat(this.part.sideWrites("ada", profile("a@example.com", 1), null))
			.containsExactly(login("a@example.com", "$pull", new Document("id", "ada")));
	}

	@Test
	void entryOfAnAddressNamesItsUsersAndHowTheyAreAddedAndRemoved() {
		Document ada = new Document("id", "ada").append("since", new Date(1));
		Document bob = new Document("id", "bob").append("since", new Date(2));
		Document entry = new Document("_id", "a@example.com").append("users", List.of(ada, bob));
		assertThat(this.part.sideEntries("logins", entry)).containsExactly(
				new ProjectionPart.SideEntry("ada", login("a@example.com", "$addToSet", ada),
						login("a@example.com", "$pull", ada)),
				new ProjectionPart.SideEntry("bob", login("a@example.com", "$addToSet", bob),
						login("a@example.com", "$pull", bob)));
	}

	private static Document profile(String canonical, long since) {
		return new Document("email", new Document("canonical", canonical).append("since", new Date(since)));
	}

	/** An entry without users is removed. */
	private static ProjectionPart.SideWrite login(String address, String operator, Document entry) {
		return new ProjectionPart.SideWrite("logins", address, new Document(operator, new Document("users", entry)),
				operator.equals("$pull") ? new Document("users", new Document("$size", 0)) : null);
	}

	private static EventRecord record(SpecificRecord event) {
		return new EventRecord(Topic.USER_EVENTS.name(), 0, 0, USER.toString(), event, Map.of());
	}

}
