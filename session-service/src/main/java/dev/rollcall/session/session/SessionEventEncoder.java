package dev.rollcall.session.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.event.RefreshTokenReused;
import dev.rollcall.event.RefusalReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.SignInRefused;
import dev.rollcall.outbox.EventEncoder;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

import org.springframework.stereotype.Component;

/**
 * Makes messages of session events; the only class that knows their Avro types.
 */
@Component
final class SessionEventEncoder {

	private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

	private final EventEncoder encoder;

	SessionEventEncoder(EventEncoder encoder) {
		this.encoder = encoder;
	}

	List<OutboxMessage> encode(UserSessions sessions, List<SessionEvent> events, Cause cause, Instant now) {
		List<OutboxMessage> messages = new ArrayList<>();
		long sequence = sessions.sequence();
		for (SessionEvent event : events) {
			sequence += event.isCounted() ? 1 : 0;
			Envelope envelope = new Envelope(this.ids.generate(), sessions.userId().value(), now, cause, sequence);
			messages.add(this.encoder.encode(envelope.topic(event).name(), envelope.userId(), envelope.eventId(), now,
					envelope.avro(event)));
		}
		return messages;
	}

	/**
	 * What every session event carries.
	 */
	private record Envelope(UUID eventId, UUID userId, Instant occurredAt, Cause cause, long sequence) {

		Topic topic(SessionEvent event) {
			return event.isCounted() ? Topic.SESSION_EVENTS : Topic.CREDENTIAL_UPGRADES;
		}

		SpecificRecord avro(SessionEvent event) {
			String correlation = this.cause.correlationId();
			UUID causation = this.cause.causationId();
			if (event instanceof SessionEvent.Started started) {
				Session session = started.session();
				return new SessionStarted(this.eventId, this.userId, this.occurredAt, user(), correlation, causation,
						this.sequence, session.id().value(), session.authenticationMethods(), session.expiresAt(),
						started.newDevice(), session.device());
			}
			if (event instanceof SessionEvent.Ended ended) {
				return new SessionEnded(this.eventId, this.userId, this.occurredAt, actor(ended.reason()), correlation,
						causation, this.sequence, ended.sessionId().value(),
						dev.rollcall.event.EndReason.valueOf(ended.reason().name()));
			}
			if (event instanceof SessionEvent.Reused reused) {
				return new RefreshTokenReused(this.eventId, this.userId, this.occurredAt, system(), correlation,
						causation, this.sequence, reused.sessionId().value());
			}
			if (event instanceof SessionEvent.Refused refused) {
				return new SignInRefused(this.eventId, this.userId, this.occurredAt, system(), correlation, causation,
						this.sequence, RefusalReason.valueOf(refused.reason().name()));
			}
			SessionEvent.Upgraded upgraded = (SessionEvent.Upgraded) event;
			return new CredentialUpgraded(this.eventId, this.userId, this.occurredAt, system(), correlation, causation,
					upgraded.credentialVersion(), ByteBuffer.wrap(upgraded.sealedHash()));
		}

		private Actor actor(EndReason reason) {
			UUID administrator = this.cause.administrator();
			if (administrator != null) {
				return new Actor(ActorType.ADMINISTRATOR, administrator);
			}
			return reason.isByUser() ? user() : system();
		}

		private Actor user() {
			return new Actor(ActorType.USER, this.userId);
		}

		private static Actor system() {
			return new Actor(ActorType.SYSTEM, null);
		}

	}

}
