package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserEmailChanged;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.event.UserUnlocked;
import dev.rollcall.outbox.EventEncoder;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.registration.credential.CredentialSealer;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import org.apache.avro.specific.SpecificRecord;

import org.springframework.stereotype.Component;

/**
 * Encodes changes of accounts as records of the topics.
 */
@Component
class AccountEventEncoder {

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	private final EventEncoder encoder;

	private final CredentialSealer sealer;

	private final MailingEncoder mailings;

	AccountEventEncoder(EventEncoder encoder, CredentialSealer sealer, MailingEncoder mailings) {
		this.encoder = encoder;
		this.sealer = sealer;
		this.mailings = mailings;
	}

	/**
	 * Encodes the creation of an account.
	 * @param now the time, in whole milliseconds
	 * @return the event, the public state, the sealed credential and the mailings
	 */
	List<OutboxMessage> encode(Change change, Cause cause, Instant now) {
		return new EncodedChange(change, cause, now).all(true);
	}

	/**
	 * Encodes a change: events, public state, credential if changed, mailings. A deletion
	 * ends with tombstones for state and credential.
	 * @param now the time, in whole milliseconds
	 */
	List<OutboxMessage> encode(Account held, Change change, Cause cause, Instant now) {
		return new EncodedChange(change, cause, now)
			.all(change.account().credential().version() != held.credential().version());
	}

	/**
	 * Encodes a state that the log lacks or has with different content.
	 * @param now the time, in whole milliseconds
	 */
	List<OutboxMessage> stateOf(Account account, boolean withCredential, Instant now, String correlationId) {
		Change change = Change.of(new AccountEvent.ProfileChanged(), account);
		return new EncodedChange(change, Cause.bySystem(correlationId), now).all(withCredential);
	}

	/**
	 * Encodes a deletion that the log lacks. The store does not keep its reason.
	 * @param now the time, in whole milliseconds
	 */
	List<OutboxMessage> deletionOf(UserId id, long version, Instant now, String correlationId) {
		UUID eventId = IDS.generate();
		UserDeleted event = new UserDeleted(eventId, id.value(), now, actor(Cause.bySystem(correlationId)),
				correlationId, null, version, null, dev.rollcall.event.DeletionReason.UNKNOWN);
		OutboxMessage deletion = this.encoder.encode(Topic.USER_EVENTS.name(), id.value(), eventId, now, event);
		return List.of(keyed(deletion, version).erasing(), tombstone(Topic.USERS, id, version),
				tombstone(Topic.USER_CREDENTIALS, id, version));
	}

	private static OutboxMessage keyed(OutboxMessage message, long userVersion) {
		return message.withKey(RecordKey.ofEvent(message.partitionKey(), userVersion).toString());
	}

	private OutboxMessage tombstone(Topic topic, UserId id, long version) {
		return this.encoder.tombstone(topic.name(), id.toString(), IDS.generate().toString(), version);
	}

	static UserState state(Account account) {
		return UserState.newBuilder()
			.setUserId(account.id().value())
			.setVersion(account.version())
			.setEmail(email(account.email()))
			.setDisplayName(account.profile().displayName())
			.setLocale(account.profile().locale())
			.setStatus(UserStatus.valueOf(account.status().name()))
			.setRoles(account.roles())
			.setRegisteredAt(account.registeredAt())
			.build();
	}

	private static UserEmail email(Account.Email email) {
		return UserEmail.newBuilder()
			.setAddress(email.value().written())
			.setCanonical(email.value().canonical())
			.setSince(email.since())
			.setVerifiedAt(email.verifiedAt())
			.build();
	}

	private static Actor actor(Cause cause) {
		UserId actor = cause.actor();
		return new Actor(ActorType.valueOf(cause.by().name()), (actor != null) ? actor.value() : null);
	}

	/**
	 * The records of one change.
	 */
	private final class EncodedChange {

		private final Change change;

		private final Cause cause;

		private final Actor actor;

		private final Instant now;

		EncodedChange(Change change, Cause cause, Instant now) {
			this.change = change;
			this.cause = cause;
			this.actor = actor(cause);
			this.now = now;
		}

		List<OutboxMessage> all(boolean withCredential) {
			Account account = this.change.account();
			List<OutboxMessage> messages = new ArrayList<>();
			if (account.status() == AccountStatus.DELETED) {
				// Before the event, which erases the outbox's copies of earlier messages.
				messages.addAll(AccountEventEncoder.this.mailings.deletion(account, this.actor, this.cause, this.now));
			}
			this.change.steps().forEach((step) -> messages.add(message(step)));
			if (account.status() == AccountStatus.DELETED) {
				messages.add(tombstone(Topic.USERS, account.id(), account.version()));
				messages.add(tombstone(Topic.USER_CREDENTIALS, account.id(), account.version()));
				return messages;
			}
			if (!this.change.steps().isEmpty()) {
				messages.add(encode(Topic.USERS, account, IDS.generate(), state(account)));
			}
			if (withCredential) {
				UUID id = IDS.generate();
				messages.add(encode(Topic.USER_CREDENTIALS, account, id, credential(account, id)));
			}
			this.change.mailings()
				.forEach((mailing) -> messages.addAll(
						AccountEventEncoder.this.mailings.encode(account, mailing, this.actor, this.cause, this.now)));
			return messages;
		}

		private OutboxMessage message(Change.Step step) {
			UUID eventId = IDS.generate();
			Envelope envelope = new Envelope(eventId, step.after(), this.now, this.actor, this.cause.correlationId());
			OutboxMessage message = encode(Topic.USER_EVENTS, step.after(), eventId, envelope.event(step.event()));
			message = keyed(message, step.after().version());
			return (step.event() instanceof AccountEvent.Deleted) ? message.erasing() : message;
		}

		private OutboxMessage encode(Topic topic, Account account, UUID eventId, SpecificRecord event) {
			return AccountEventEncoder.this.encoder.encode(topic.name(), account.id().value(), eventId, this.now,
					event);
		}

		private PasswordCredential credential(Account account, UUID eventId) {
			UUID user = account.id().value();
			return new PasswordCredential(eventId, user, this.now, this.actor, this.cause.correlationId(), null,
					account.credential().version(), account.credential().passwordVersion(),
					ByteBuffer.wrap(AccountEventEncoder.this.sealer.seal(user, account.credential())));
		}

	}

	/**
	 * The common fields of all user events.
	 */
	private record Envelope(UUID id, Account account, Instant now, Actor actor, String correlation) {

		SpecificRecord event(AccountEvent event) {
			if (event instanceof AccountEvent.Deleted deleted) {
				return deleted(deleted);
			}
			if (event instanceof AccountEvent.Registered registered) {
				return registered(registered);
			}
			if (event instanceof AccountEvent.EmailChanged changed) {
				return emailChanged(changed);
			}
			if (event instanceof AccountEvent.PasswordChanged changed) {
				return passwordChanged(changed);
			}
			return (event instanceof AccountEvent.Locked locked) ? locked(locked) : withStateOnly(event);
		}

		private UserDeleted deleted(AccountEvent.Deleted event) {
			return new UserDeleted(this.id, user(), this.now, this.actor, this.correlation, null, version(), null,
					dev.rollcall.event.DeletionReason.valueOf(event.reason().name()));
		}

		private UserRegistered registered(AccountEvent.Registered event) {
			return UserRegistered.newBuilder()
				.setEventId(this.id)
				.setUserId(user())
				.setOccurredAt(this.now)
				.setActor(this.actor)
				.setCorrelationId(this.correlation)
				.setUserVersion(version())
				.setOrigin(Origin.valueOf(event.origin().name()))
				.setState(state(this.account))
				.build();
		}

		private UserEmailChanged emailChanged(AccountEvent.EmailChanged event) {
			return new UserEmailChanged(this.id, user(), this.now, this.actor, this.correlation, null, version(),
					state(this.account), event.formerAddress());
		}

		private UserPasswordChanged passwordChanged(AccountEvent.PasswordChanged event) {
			return new UserPasswordChanged(this.id, user(), this.now, this.actor, this.correlation, null, version(),
					state(this.account), this.account.credential().passwordVersion(), event.keptSessionId());
		}

		private UserLocked locked(AccountEvent.Locked event) {
			return new UserLocked(this.id, user(), this.now, this.actor, this.correlation, null, version(),
					state(this.account), event.reason());
		}

		private SpecificRecord withStateOnly(AccountEvent event) {
			UserState state = state(this.account);
			if (event instanceof AccountEvent.EmailVerified) {
				return new UserEmailVerified(this.id, user(), this.now, this.actor, this.correlation, null, version(),
						state);
			}
			if (event instanceof AccountEvent.ProfileChanged) {
				return new UserProfileChanged(this.id, user(), this.now, this.actor, this.correlation, null, version(),
						state);
			}
			return (event instanceof AccountEvent.Unlocked)
					? new UserUnlocked(this.id, user(), this.now, this.actor, this.correlation, null, version(), state)
					: new UserRolesChanged(this.id, user(), this.now, this.actor, this.correlation, null, version(),
							state);
		}

		private UUID user() {
			return this.account.id().value();
		}

		private long version() {
			return this.account.version();
		}

	}

}
