package dev.rollcall.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.DeletionNoticeRequested;
import dev.rollcall.event.DeletionReason;
import dev.rollcall.event.EmailChangeRequested;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.ResetPurpose;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.event.VerificationPurpose;
import dev.rollcall.event.VerificationRequested;
import org.jspecify.annotations.Nullable;

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

	UserEmailVerified verified() {
		Instant now = now();
		return new UserEmailVerified(UUID.randomUUID(), this.userId, now, actor(), "test", null, 2L, state(now, now));
	}

	/** In a session that continues, before the address was verified. */
	UserPasswordChanged passwordChanged() {
		Instant now = now();
		return new UserPasswordChanged(UUID.randomUUID(), this.userId, now, actor(), "test", null, 2L, state(now, null),
				2L, UUID.randomUUID());
	}

	UserDeleted deleted() {
		return new UserDeleted(UUID.randomUUID(), this.userId, now(), actor(), "test", null, 3L, null,
				DeletionReason.BY_USER);
	}

	VerificationRequested verificationRequested(String token) {
		UUID eventId = UUID.randomUUID();
		return new VerificationRequested(eventId, this.userId, now(), actor(), "test", null, this.email, "Ada", "en",
				VerificationPurpose.SIGN_UP, Platform.sealed(this.userId, eventId, token), now().plusSeconds(600));
	}

	PasswordResetRequested passwordResetRequested(String token) {
		UUID eventId = UUID.randomUUID();
		return new PasswordResetRequested(eventId, this.userId, now(), actor(), "test", null, this.email, "Ada", "en",
				Platform.sealed(this.userId, eventId, token), now().plusSeconds(600), ResetPurpose.REQUESTED);
	}

	EmailChangeRequested emailChangeRequested() {
		return new EmailChangeRequested(UUID.randomUUID(), this.userId, now(), actor(), "test", null, this.email, "Ada",
				"en");
	}

	DeletionNoticeRequested deletionNotice() {
		return new DeletionNoticeRequested(UUID.randomUUID(), this.userId, now(), actor(), "test", null, this.email,
				"Ada", "en");
	}

	/** The password was set by a recovery link, before the address was verified. */
	UserPasswordChanged recovered(Instant at) {
		return new UserPasswordChanged(UUID.randomUUID(), this.userId, at, actor(), "test", null, 2L, state(at, null),
				2L, null);
	}

	SessionStarted signedIn(boolean newDevice) {
		return new SessionStarted(UUID.randomUUID(), this.userId, now(), actor(), "test", null, 1L, UUID.randomUUID(),
				List.of("pwd"), now().plusSeconds(600), newDevice, "phone");
	}

	private Actor actor() {
		return Actor.newBuilder().setType(ActorType.USER).setId(this.userId).build();
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

	UserRegistered registered(Origin origin) {
		Instant now = now();
		return UserRegistered.newBuilder()
			.setEventId(UUID.randomUUID())
			.setUserId(this.userId)
			.setOccurredAt(now)
			.setActor(actor())
			.setCorrelationId("test")
			.setUserVersion(1)
			.setOrigin(origin)
			.setState(state(now, null))
			.build();
	}

	private UserState state(Instant now, @Nullable Instant verifiedAt) {
		return UserState.newBuilder()
			.setUserId(this.userId)
			.setVersion(1)
			.setEmail(UserEmail.newBuilder()
				.setAddress(this.email)
				.setCanonical(this.email)
				.setSince(now)
				.setVerifiedAt(verifiedAt)
				.build())
			.setDisplayName("Ada")
			.setStatus(UserStatus.ACTIVE)
			.setRoles(List.of())
			.setRegisteredAt(now)
			.build();
	}

}
