package dev.rollcall.session.session;

import java.time.Duration;
import java.util.List;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Topic;
import dev.rollcall.session.account.UserId;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What a change of the account does to the user's sessions. A redelivery finds its
 * version applied and changes nothing; types that are not known here change nothing
 * either. The library has checked that the key is the user's, and commits the offset
 * afterwards.
 * <p>
 * A PasswordCredential raises the document's passwordVersion and ends nothing; the
 * UserPasswordChanged of the same change comes later, or came before. So what ends
 * sessions must look at each session's own passwordVersion: the document's says nothing
 * about which of them have ended.
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
			apply(this.sessions.raiseUserVersion(new UserId(registered.getUserId()), registered.getUserVersion()));
		}
		else if (event instanceof PasswordCredential credential) {
			apply(this.sessions.raisePasswordVersion(new UserId(credential.getUserId()),
					credential.getPasswordVersion()));
		}
	}

	private static void apply(Mono<Void> write) {
		write.block(LIMIT);
	}

}
