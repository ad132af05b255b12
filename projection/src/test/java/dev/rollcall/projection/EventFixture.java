package dev.rollcall.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import org.jspecify.annotations.Nullable;

/**
 * Events of users.
 */
final class EventFixture {

	private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	private EventFixture() {
	}

	static UserRegistered user(UUID user, long version, String name) {
		return event(user, version, state(user, version, name));
	}

	/** Stands for a deletion: an event without a state. */
	static UserRegistered gone(UUID user, long version) {
		return event(user, version, null);
	}

	private static UserRegistered event(UUID user, long version, @Nullable UserState state) {
		return UserRegistered.newBuilder()
			.setEventId(UUID.nameUUIDFromBytes((user + "/" + version).getBytes(StandardCharsets.UTF_8)))
			.setUserId(user)
			.setOccurredAt(NOON)
			.setActor(actor(user))
			.setCorrelationId("test")
			.setUserVersion(version)
			.setOrigin(Origin.SELF)
			.setState(state)
			.build();
	}

	static UserState state(UUID user, long version, String name) {
		return UserState.newBuilder()
			.setUserId(user)
			.setVersion(version)
			.setEmail(new UserEmail(name + "@example.org", name + "@example.org", NOON, null))
			.setDisplayName(name)
			.setStatus(UserStatus.ACTIVE)
			.setRoles(List.of())
			.setRegisteredAt(NOON)
			.build();
	}

	static PasswordCredential credential(UUID user, long version) {
		return PasswordCredential.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(user)
			.setOccurredAt(NOON)
			.setActor(actor(user))
			.setCorrelationId("test")
			.setCredentialVersion(version)
			.setPasswordVersion(version)
			.setSealedHash(ByteBuffer.wrap(new byte[] { 1, 2, 3 }))
			.build();
	}

	private static Actor actor(UUID user) {
		return new Actor(ActorType.USER, user);
	}

}
