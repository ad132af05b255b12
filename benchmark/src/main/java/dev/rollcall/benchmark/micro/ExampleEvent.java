package dev.rollcall.benchmark.micro;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;

/**
 * The event that the benchmarks use.
 */
public final class ExampleEvent {

	private ExampleEvent() {
	}

	public static UserRegistered registered() {
		Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
		UUID user = UUID.randomUUID();
		UserState state = UserState.newBuilder()
			.setUserId(user)
			.setVersion(1)
			.setEmail(UserEmail.newBuilder()
				.setAddress("Ada@example.com")
				.setCanonical("ada@example.com")
				.setSince(now)
				.build())
			.setStatus(UserStatus.ACTIVE)
			.setRoles(List.of())
			.setRegisteredAt(now)
			.build();
		return UserRegistered.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(user)
			.setOccurredAt(now)
			.setActor(Actor.newBuilder().setType(ActorType.SYSTEM).build())
			.setCorrelationId("benchmark")
			.setUserVersion(1)
			.setOrigin(Origin.SELF)
			.setState(state)
			.build();
	}

}
