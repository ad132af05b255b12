package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.List;

import dev.rollcall.event.AllSessionsEnded;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Reaction;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;

import org.springframework.stereotype.Component;

/**
 * Voids requested changes of the address when the user or an administrator ends all
 * sessions. Only links that were created before the event are voided, so a redelivery
 * changes nothing, also years later. Other session events are ignored. The offset is
 * committed afterwards.
 */
@Component
class EndedSessionsReaction implements Reaction {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AccountCommands accounts;

	EndedSessionsReaction(AccountCommands accounts) {
		this.accounts = accounts;
	}

	@Override
	public String name() {
		return Consumer.ENDED_SESSIONS.name();
	}

	@Override
	public List<String> topics() {
		return Consumer.ENDED_SESSIONS.topics().stream().map(Topic::name).toList();
	}

	/** Every sign-in is a record, but hardly any ends all sessions. */
	@Override
	public Duration maxWait() {
		return Duration.ofMillis(500);
	}

	@Override
	public void react(EventRecord record) {
		if (record.value() instanceof AllSessionsEnded ended) {
			this.accounts
				.run(new UserId(ended.getUserId()), Cause.bySystem(ended.getCorrelationId()),
						(account, now) -> account.endSessions(ended.getOccurredAt()))
				.block(TIMEOUT);
		}
	}

}
