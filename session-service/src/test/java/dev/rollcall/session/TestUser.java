package dev.rollcall.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.DeletionReason;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.event.UserUnlocked;
import org.jspecify.annotations.Nullable;

/**
 * A user, with the events and tokens that registration-service creates.
 */
record TestUser(UUID id, String email, String password, UserStatus status) {

	private static final Argon2 ARGON2 = Argon2Factory.create(Argon2Types.ARGON2id);

	static TestUser active() {
		return with(UserStatus.ACTIVE);
	}

	static TestUser locked() {
		return with(UserStatus.LOCKED);
	}

	private static TestUser with(UserStatus status) {
		UUID id = uuid();
		return new TestUser(id, "ada." + id + "@example.com", "correct horse " + id, status);
	}

	UserRegistered registered() {
		return registered(1, now());
	}

	UserRegistered registered(long version, Instant emailSince) {
		UserState state = new UserState(this.id, version, new UserEmail(this.email, this.email, emailSince, null),
				"Ada", "en", this.status, List.of("admin"), now());
		return new UserRegistered(uuid(), this.id, now(), actor(), "test", null, version, Origin.SELF, state);
	}

	PasswordCredential credential() {
		return credential(1, this.password);
	}

	PasswordCredential credential(long version, String password) {
		return credentialOf(version, ARGON2.hash(2, 19456, 1, password.getBytes(StandardCharsets.UTF_8)));
	}

	PasswordCredential credentialOf(long version, String hash) {
		byte[] sealed = TestKeys.seal(this.id, version, hash);
		return new PasswordCredential(uuid(), this.id, now(), actor(), "test", null, version, version,
				ByteBuffer.wrap(sealed));
	}

	UserPasswordChanged passwordChanged(long version, long passwordVersion, @Nullable UUID keptSession) {
		return new UserPasswordChanged(uuid(), this.id, now(), actor(), "test", null, version,
				state(version, UserStatus.ACTIVE), passwordVersion, keptSession);
	}

	UserEmailVerified emailVerified(long version) {
		UserState state = new UserState(this.id, version, new UserEmail(this.email, this.email, now(), now()), "Ada",
				"en", this.status, List.of("admin"), now());
		return new UserEmailVerified(uuid(), this.id, now(), actor(), "test", null, version, state);
	}

	UserLocked locked(long version) {
		return new UserLocked(uuid(), this.id, now(), actor(), "test", null, version, state(version, UserStatus.LOCKED),
				null);
	}

	UserUnlocked unlocked(long version) {
		return new UserUnlocked(uuid(), this.id, now(), actor(), "test", null, version,
				state(version, UserStatus.ACTIVE));
	}

	UserRolesChanged rolesChanged(long version, List<String> roles) {
		return new UserRolesChanged(uuid(), this.id, now(), actor(), "test", null, version,
				state(version, UserStatus.ACTIVE, roles));
	}

	UserDeleted deleted(long version) {
		return new UserDeleted(uuid(), this.id, now(), actor(), "test", null, version, null, DeletionReason.BY_USER);
	}

	private UserState state(long version, UserStatus status) {
		return state(version, status, List.of("admin"));
	}

	private UserState state(long version, UserStatus status, List<String> roles) {
		return new UserState(this.id, version, new UserEmail(this.email, this.email, now(), null), "Ada", "en", status,
				roles, now());
	}

	String consistencyToken(long profileVersion) {
		return TestKeys.consistencyToken(this.id, this.email, profileVersion, 1);
	}

	private Actor actor() {
		return new Actor(ActorType.USER, this.id);
	}

	private static UUID uuid() {
		return Generators.timeBasedEpochGenerator().generate();
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

}
