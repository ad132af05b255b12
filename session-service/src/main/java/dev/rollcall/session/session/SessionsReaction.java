package dev.rollcall.session.session;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Topic;
import dev.rollcall.session.account.UserId;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What a change of the account does to the user's sessions. A redelivery finds its
 * version applied and changes nothing; types that are not known here change nothing
 * either. A record whose key is not its user's can never be applied. The library commits
 * the offset afterwards.
 */
@Component
final class SessionsReaction implements Reaction {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final MongoSessions sessions;

	SessionsReaction(MongoSessions sessions) {
		this.sessions = sessions;
	}

	@Override
	public String name() {
		return "sessions";
	}

	@Override
	public List<String> topics() {
		return List.of(Topic.USER_EVENTS.name(), Topic.USER_CREDENTIALS.name());
	}

	@Override
	public void react(EventRecord record) {
		SpecificRecord event = record.value();
		if (event instanceof UserRegistered registered) {
			UserId userId = userId(record, registered.getUserId());
			apply(this.sessions.raiseUserVersion(userId, registered.getUserVersion()));
		}
		else if (event instanceof PasswordCredential credential) {
			UserId userId = userId(record, credential.getUserId());
			apply(this.sessions.raisePasswordVersion(userId, credential.getPasswordVersion()));
		}
	}

	private static void apply(Mono<Void> write) {
		write.block(LIMIT);
	}

	private static UserId userId(EventRecord record, UUID userId) {
		if (!userId.toString().equals(record.key())) {
			throw new InvalidEventException("An event that is not of the user that its key names");
		}
		return new UserId(userId);
	}

}
