package dev.rollcall.session.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
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

	List<OutboxMessage> encode(UserSessions sessions, List<SessionEvent> events, String correlationId, Instant now) {
		List<OutboxMessage> messages = new ArrayList<>();
		long sequence = sessions.sequence();
		for (SessionEvent event : events) {
			Envelope envelope = new Envelope(this.ids.generate(), sessions.userId().value(), now, correlationId,
					++sequence);
			messages.add(this.encoder.encode(Topic.SESSION_EVENTS.name(), envelope.userId(), envelope.eventId(), now,
					envelope.avro(event)));
		}
		return messages;
	}

	/**
	 * What every session event carries.
	 */
	private record Envelope(UUID eventId, UUID userId, Instant occurredAt, String correlationId, long sequence) {

		SpecificRecord avro(SessionEvent event) {
			if (event instanceof SessionEvent.Started started) {
				return started(started.session());
			}
			SessionEvent.Ended ended = (SessionEvent.Ended) event;
			return new SessionEnded(this.eventId, this.userId, this.occurredAt, actor(ended.reason().isByUser()),
					this.correlationId, null, this.sequence, ended.sessionId().value(),
					dev.rollcall.event.EndReason.valueOf(ended.reason().name()));
		}

		private SpecificRecord started(Session session) {
			return new SessionStarted(this.eventId, this.userId, this.occurredAt, actor(true), this.correlationId, null,
					this.sequence, session.id().value(), session.authenticationMethods(), session.expiresAt(), false,
					session.device());
		}

		private Actor actor(boolean user) {
			return user ? new Actor(ActorType.USER, this.userId) : new Actor(ActorType.SYSTEM, null);
		}

	}

}
