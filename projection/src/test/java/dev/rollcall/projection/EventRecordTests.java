package dev.rollcall.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventRecordTests {

	private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

	private final UUID user = UUID.randomUUID();

	@Test
	void userStateIsTheOneThatTheEventCarries() {
		UserState state = state(this.user);
		assertThat(record(event(state)).userState()).isEqualTo(state);
	}

	@Test
	void missingStateIsInvalid() {
		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(record(event(null))::userState);
	}

	@Test
	void stateOfAnotherUserIsInvalid() {
		EventRecord record = record(event(state(UUID.randomUUID())));
		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(record::userState);
	}

	@Test
	void recordThatIsNoUserEventIsInvalid() {
		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(record(state(this.user))::userEvent);
		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(record(null)::userEvent);
	}

	private EventRecord record(@Nullable SpecificRecord value) {
		return new EventRecord(Topic.USER_EVENTS.name(), 0, 0, this.user.toString(), value, Map.of());
	}

	private UserEmailVerified event(@Nullable UserState state) {
		return new UserEmailVerified(UUID.randomUUID(), this.user, NOW, new Actor(ActorType.USER, null), "request",
				null, 2L, state);
	}

	private static UserState state(UUID user) {
		return new UserState(user, 2L, new UserEmail("ada@example.org", "ada@example.org", NOW, NOW), null, null,
				UserStatus.ACTIVE, List.of(), NOW);
	}

}
