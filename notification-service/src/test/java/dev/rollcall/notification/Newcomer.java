package dev.rollcall.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * A user who has just registered.
 *
 * @param userId the user
 * @param email the user's address, of this user only
 */
record Newcomer(UUID userId, String email) {

	static Newcomer any() {
		UUID userId = UUID.randomUUID();
		return new Newcomer(userId, "user-" + userId + "@example.com");
	}

	static Newcomer withAddress(String email) {
		return new Newcomer(UUID.randomUUID(), email);
	}

	UserRegistered registered() {
		return registered(Origin.SELF);
	}

	UserRegistered registered(Origin origin) {
		Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		return UserRegistered.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(this.userId)
			.setOccurredAt(now)
			.setActor(Actor.newBuilder().setType(ActorType.USER).setId(this.userId).build())
			.setCorrelationId("test")
			.setUserVersion(1)
			.setOrigin(origin)
			.setState(state(now))
			.build();
	}

	private UserState state(Instant now) {
		return UserState.newBuilder()
			.setUserId(this.userId)
			.setVersion(1)
			.setEmail(UserEmail.newBuilder().setAddress(this.email).setCanonical(this.email).setSince(now).build())
			.setDisplayName("Ada")
			.setStatus(UserStatus.ACTIVE)
			.setRoles(List.of())
			.setRegisteredAt(now)
			.build();
	}

}
