package dev.rollcall.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserEventTests {

	private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

	private static final UserId USER = UserId.of("0193a1b2-0000-7000-8000-000000000001");

	private static final UUID EVENT = UUID.fromString("0193a1b2-0000-7000-8000-000000000002");

	@Test
	void hasTheCommonFieldsOfAnEvent() {
		UserState state = state();
		assertThat(UserEvent.of(record(UserLocked.SCHEMA$, state)))
			.contains(new UserEvent(EVENT, USER, 3, NOW, "request", state, false));
	}

	@Test
	void deletionHasNoState() {
		assertThat(UserEvent.of(record(UserDeleted.SCHEMA$, null)))
			.contains(new UserEvent(EVENT, USER, 3, NOW, "request", null, true));
	}

	@Test
	void eventWithoutStateIsNotADeletion() {
		assertThat(UserEvent.of(record(UserLocked.SCHEMA$, null))).hasValueSatisfying((event) -> {
			assertThat(event.isDeletion()).isFalse();
			assertThat(event.state()).isNull();
		});
	}

	@Test
	void everyRecordWithUserVersionIsAUserEvent() {
		List<Schema> withVersion = Schemas.ALL.stream()
			.filter((schema) -> schema.getField("userVersion") != null)
			.toList();
		assertThat(withVersion).hasSize(9)
			.allSatisfy((schema) -> assertThat(UserEvent.of(record(schema, null))).isPresent());
	}

	@Test
	void otherRecordsAndTombstonesAreNoUserEvents() {
		assertThat(UserEvent.of(state())).isEmpty();
		assertThat(UserEvent.of(null)).isEmpty();
	}

	private static UserState state() {
		return new UserState(USER.value(), 3L, new UserEmail("ada@example.org", "ada@example.org", NOW, null), null,
				null, UserStatus.LOCKED, List.of(), NOW);
	}

	private static SpecificRecord record(Schema schema, UserState state) {
		SpecificRecord record = (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
		Map<String, Object> values = Map.of("eventId", EVENT, "userId", USER.value(), "userVersion", 3L, "occurredAt",
				NOW, "correlationId", "request", "actor", new Actor(ActorType.USER, null));
		values.forEach((name, value) -> record.put(schema.getField(name).pos(), value));
		record.put(schema.getField("state").pos(), state);
		return record;
	}

}
