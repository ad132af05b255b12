package dev.rollcall.session.session;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserStatus;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What a change of the account does to the user's sessions. Whether the user may have any
 * says the state that every user event carries, whatever its type. A redelivery finds its
 * version applied and changes nothing. The library has checked that the key is the
 * user's, and commits the offset afterwards.
 * <p>
 * A PasswordCredential raises the document's passwordVersion and ends nothing; the
 * UserPasswordChanged of the same change comes later, or came before.
 */
@Component
final class SessionsReaction implements Reaction {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String DELETION = "UserDeleted";

	private final MongoSessions sessions;

	private final SessionCommands commands;

	SessionsReaction(MongoSessions sessions, SessionCommands commands) {
		this.sessions = sessions;
		this.commands = commands;
	}

	@Override
	public String name() {
		return Consumer.SESSIONS.name();
	}

	@Override
	public List<String> topics() {
		return Consumer.SESSIONS.topics().stream().map(Topic::name).toList();
	}

	@Override
	public void react(EventRecord record) {
		SpecificRecord event = record.value();
		if (event instanceof PasswordCredential credential) {
			apply(this.sessions.raisePasswordVersion(new UserId(credential.getUserId()),
					credential.getPasswordVersion()));
		}
		else if (event != null && record.topic().equals(Topic.USER_EVENTS.name())) {
			UserId user = UserId.of(record.key());
			UserEvent meaning = meaning(event);
			apply(this.commands.run(user, cause(event),
					(sessions) -> new Decision<>(true, sessions.apply(meaning).orElse(null))));
		}
	}

	private static UserEvent meaning(SpecificRecord event) {
		if (field(event, "userVersion") instanceof Long version) {
			return new UserEvent(version, standing(event, field(event, "state")),
					(event instanceof UserPasswordChanged changed)
							? new UserEvent.NewPassword(changed.getPasswordVersion(), changed.getKeptSessionId())
							: null);
		}
		throw new InvalidEventException("A user event without userVersion");
	}

	private static UserEvent.Standing standing(SpecificRecord event, @Nullable Object state) {
		if (state instanceof UserState user) {
			return (user.getStatus() == UserStatus.ACTIVE) ? UserEvent.Standing.ACTIVE : UserEvent.Standing.LOCKED;
		}
		if (state == null && DELETION.equals(event.getSchema().getName())) {
			return UserEvent.Standing.DELETED;
		}
		throw new InvalidEventException("A user event without state");
	}

	private static Cause cause(SpecificRecord event) {
		if (field(event, "eventId") instanceof UUID id && field(event, "correlationId") instanceof String correlation) {
			return Cause.event(correlation, id);
		}
		throw new InvalidEventException("A user event without eventId or correlationId");
	}

	private static @Nullable Object field(SpecificRecord event, String name) {
		Schema.Field field = event.getSchema().getField(name);
		return (field != null) ? event.get(field.pos()) : null;
	}

	private static void apply(Mono<?> write) {
		write.block(LIMIT);
	}

}
