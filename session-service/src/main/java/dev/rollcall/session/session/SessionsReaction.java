package dev.rollcall.session.session;

import java.time.Duration;
import java.util.List;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserStatus;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserEvent;
import dev.rollcall.schemas.UserId;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends sessions after changes of the account. The status in the state of every user event
 * decides whether the user may have sessions; a role that it no longer has ends them. A
 * redelivered event changes nothing; one that arrives late, as a redriven dead letter,
 * still ends the sessions of an old password, and of a locked user those that started
 * before the lock. The projection library has verified that the record's key is the user
 * id; it commits the offset afterwards.
 * <p>
 * A PasswordCredential only raises passwordVersion; the UserPasswordChanged of the same
 * change, which may come before or after it, ends the sessions.
 * <p>
 * UserRegistered and a first password write nothing: no sign-in can have seen an older
 * account, and the first session takes version and roles over from the account. So
 * password changes do not wait behind an import of a million users.
 */
@Component
final class SessionsReaction implements Reaction {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

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
		if (record.value() instanceof PasswordCredential credential) {
			if (credential.getPasswordVersion() > 1) {
				apply(this.sessions.raisePasswordVersion(new UserId(credential.getUserId()),
						credential.getPasswordVersion()));
			}
		}
		else if (record.value() != null && record.topic().equals(Topic.USER_EVENTS.name())) {
			UserEvent event = record.userEvent();
			AccountChange change = change(record, event);
			if (!(record.value() instanceof UserRegistered)) {
				apply(this.commands.run(event.userId(), Cause.event(event.correlationId(), event.eventId()),
						(sessions) -> new Decision<>(true, sessions.apply(change).orElse(null))));
			}
		}
	}

	private static AccountChange change(EventRecord record, UserEvent event) {
		List<String> roles = event.isDeletion() ? List.of() : List.copyOf(record.userState().getRoles());
		return new AccountChange(event.userVersion(), standing(record, event), roles,
				record.value() instanceof UserRolesChanged,
				(record.value() instanceof UserPasswordChanged changed)
						? new AccountChange.NewPassword(changed.getPasswordVersion(), changed.getKeptSessionId())
						: null);
	}

	private static AccountChange.Standing standing(EventRecord record, UserEvent event) {
		if (event.isDeletion()) {
			return AccountChange.Standing.DELETED;
		}
		return (record.userState().getStatus() == UserStatus.ACTIVE) ? AccountChange.Standing.ACTIVE
				: AccountChange.Standing.LOCKED;
	}

	private static void apply(Mono<?> write) {
		write.block(STORE_TIMEOUT);
	}

}
