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
import dev.rollcall.event.AllSessionsEnded;
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
 * Encodes session events as messages. The only class that uses their Avro types.
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
			OutboxMessage message = this.encoder.encode(envelope.topic(event).name(), envelope.userId(),
					envelope.eventId(), now, envelope.avro(event));
			messages.add(event.erases() ? message.erasing() : message);
		}
		return messages;
	}

	/**
	 * The fields of every session event.
	 */
	private record Envelope(UUID eventId, UUID userId, Instant occurredAt, Cause cause, long sequence) {

		Topic topic(SessionEvent event) {
			return event.isCounted() ? Topic.SESSION_EVENTS : Topic.CREDENTIAL_UPGRADES;
		}

		SpecificRecord avro(SessionEvent event) {
			if (event instanceof SessionEvent.Started started) {
				return started(started);
			}
			if (event instanceof SessionEvent.Ended ended) {
				return ended(ended);
			}
			if (event instanceof SessionEvent.AllEnded ended) {
				return allEnded(ended);
			}
			if (event instanceof SessionEvent.Reused reused) {
				return reused(reused);
			}
			return (event instanceof SessionEvent.Refused refused) ? refused(refused)
					: upgraded((SessionEvent.Upgraded) event);
		}

		private SessionStarted started(SessionEvent.Started event) {
			Session session = event.session();
			return new SessionStarted(this.eventId, this.userId, this.occurredAt, user(), this.cause.correlationId(),
					this.cause.causationId(), this.sequence, session.id().value(), session.authenticationMethods(),
					session.expiresAt(), event.newDevice(), session.device());
		}

		private SessionEnded ended(SessionEvent.Ended event) {
			return new SessionEnded(this.eventId, this.userId, this.occurredAt, actor(event.reason()),
					this.cause.correlationId(), this.cause.causationId(), this.sequence, event.sessionId().value(),
					dev.rollcall.event.EndReason.valueOf(event.reason().name()));
		}

		private AllSessionsEnded allEnded(SessionEvent.AllEnded event) {
			SessionId kept = event.kept();
			return new AllSessionsEnded(this.eventId, this.userId, this.occurredAt,
					actor(event.deleted() ? EndReason.USER_DELETED : EndReason.ENDED_BY_USER),
					this.cause.correlationId(), this.cause.causationId(), this.sequence,
					(kept != null) ? kept.value() : null);
		}

		private RefreshTokenReused reused(SessionEvent.Reused event) {
			return new RefreshTokenReused(this.eventId, this.userId, this.occurredAt, system(),
					this.cause.correlationId(), this.cause.causationId(), this.sequence, event.sessionId().value());
		}

		private SignInRefused refused(SessionEvent.Refused event) {
			return new SignInRefused(this.eventId, this.userId, this.occurredAt, system(), this.cause.correlationId(),
					this.cause.causationId(), this.sequence, RefusalReason.valueOf(event.reason().name()));
		}

		private CredentialUpgraded upgraded(SessionEvent.Upgraded event) {
			return new CredentialUpgraded(this.eventId, this.userId, this.occurredAt, system(),
					this.cause.correlationId(), this.cause.causationId(), event.credentialVersion(),
					ByteBuffer.wrap(event.sealedHash()));
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
