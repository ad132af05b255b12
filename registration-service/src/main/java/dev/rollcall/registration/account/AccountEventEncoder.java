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
import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.outbox.EventEncoder;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.registration.credential.CredentialSealer;
import dev.rollcall.schemas.Topic;

import org.springframework.stereotype.Component;

/**
 * Puts what happened to an account into records of the topics. The one class that knows
 * their types.
 */
@Component
class AccountEventEncoder {

	private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

	private final EventEncoder encoder;

	private final CredentialSealer sealer;

	AccountEventEncoder(EventEncoder encoder, CredentialSealer sealer) {
		this.encoder = encoder;
		this.sealer = sealer;
	}

	/**
	 * Tells of a registration.
	 * @param account the new account
	 * @param correlationId the request
	 * @return the event, the public state and the sealed credential
	 */
	List<OutboxMessage> registered(Account account, String correlationId) {
		UUID userId = account.id().value();
		Instant at = account.registeredAt();
		UUID eventId = IDS.generate();
		UUID credentialId = IDS.generate();
		return List.of(
				this.encoder.encode(Topic.USER_EVENTS.name(), userId, eventId, at,
						event(account, eventId, correlationId)),
				this.encoder.encode(Topic.USERS.name(), userId, IDS.generate(), at, state(account)),
				this.encoder.encode(Topic.USER_CREDENTIALS.name(), userId, credentialId, at,
						credential(account, credentialId, self(account), at, correlationId)));
	}

	/**
	 * Tells of a state that the log lacks, or has otherwise.
	 * @param account the account in a version that was not yet told
	 * @param withCredential whether its credential, in a new version too, is told again
	 * @param at the time, in whole milliseconds
	 * @param correlationId what it belongs to
	 * @return the event, the public state and, if asked for, the sealed credential
	 */
	List<OutboxMessage> stateOf(Account account, boolean withCredential, Instant at, String correlationId) {
		UUID userId = account.id().value();
		UUID eventId = IDS.generate();
		UUID credentialId = IDS.generate();
		Actor system = Actor.newBuilder().setType(ActorType.SYSTEM).build();
		UserProfileChanged event = UserProfileChanged.newBuilder()
			.setEventId(eventId)
			.setUserId(userId)
			.setOccurredAt(at)
			.setActor(system)
			.setCorrelationId(correlationId)
			.setUserVersion(account.version())
			.setState(state(account))
			.build();
		List<OutboxMessage> messages = new ArrayList<>();
		messages.add(this.encoder.encode(Topic.USER_EVENTS.name(), userId, eventId, at, event));
		messages.add(this.encoder.encode(Topic.USERS.name(), userId, IDS.generate(), at, state(account)));
		if (withCredential) {
			messages.add(this.encoder.encode(Topic.USER_CREDENTIALS.name(), userId, credentialId, at,
					credential(account, credentialId, system, at, correlationId)));
		}
		return List.copyOf(messages);
	}

	private static UserRegistered event(Account account, UUID eventId, String correlationId) {
		return UserRegistered.newBuilder()
			.setEventId(eventId)
			.setUserId(account.id().value())
			.setOccurredAt(account.registeredAt())
			.setActor(self(account))
			.setCorrelationId(correlationId)
			.setUserVersion(account.version())
			.setOrigin(Origin.SELF)
			.setState(state(account))
			.build();
	}

	private PasswordCredential credential(Account account, UUID eventId, Actor actor, Instant at,
			String correlationId) {
		UUID userId = account.id().value();
		return PasswordCredential.newBuilder()
			.setEventId(eventId)
			.setUserId(userId)
			.setOccurredAt(at)
			.setActor(actor)
			.setCorrelationId(correlationId)
			.setCredentialVersion(account.credential().version())
			.setPasswordVersion(account.credential().passwordVersion())
			.setSealedHash(ByteBuffer.wrap(this.sealer.seal(userId, account.credential())))
			.build();
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
			.setAddress(email.value().address())
			.setCanonical(email.value().canonical())
			.setSince(email.since())
			.setVerifiedAt(email.verifiedAt())
			.build();
	}

	private static Actor self(Account account) {
		return Actor.newBuilder().setType(ActorType.USER).setId(account.id().value()).build();
	}

}
