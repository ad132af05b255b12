package dev.rollcall.session.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.rollcall.projection.Findings;
import dev.rollcall.projection.Held;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Users' sessions, to be compared with the log. Where the log knows more, the store is
 * older than it: which of its sessions have ended since is not known here, so all end.
 */
@Component
final class SessionsHeld implements Held {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int PAGE = 500;

	private final MongoSessions sessions;

	private final SessionCommands commands;

	SessionsHeld(MongoSessions sessions, SessionCommands commands) {
		this.sessions = sessions;
		this.commands = commands;
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		Map<String, Document> found = new HashMap<>();
		List<String> all = new ArrayList<>(keys);
		for (int from = 0; from < all.size(); from += PAGE) {
			this.sessions.documents(all.subList(from, Math.min(from + PAGE, all.size())))
				.timeout(LIMIT)
				.toIterable()
				.forEach((document) -> found.put(document.getString(SessionDocument.ID), document));
		}
		return found;
	}

	@Override
	public List<String> ids(Predicate<String> wanted) {
		List<String> ids = this.sessions.ids().timeout(LIMIT).filter(wanted).collectList().block();
		return (ids != null) ? ids : List.of();
	}

	/** Of whom the log says nothing, it may have forgotten: it goes back 90 days. */
	@Override
	public @Nullable Doubt compare(@Nullable Document logged, @Nullable Document held) {
		long there = SessionsInLog.sequence(logged);
		long here = (held != null) ? SessionDocument.userSessions(held).sequence() : 0;
		if (there == 0 || there == here) {
			return null;
		}
		return new Doubt((here < there) ? Findings.Kind.STALE : Findings.Kind.LOST,
				"sequence %d, the log has %d".formatted(here, there));
	}

	@Override
	public void repair(String key, Doubt doubt, @Nullable Document logged, @Nullable Document held) {
		if (doubt.kind() == Findings.Kind.STALE) {
			UserId user = UserId.of(key);
			this.sessions.raiseSequence(user, SessionsInLog.sequence(logged)).block(LIMIT);
			endAll(user);
		}
	}

	/**
	 * Ends all sessions of a user.
	 * @return whether there were any
	 */
	boolean endAll(UserId user) {
		return Boolean.TRUE.equals(this.commands.run(user, "verify", SessionsHeld::end).block(LIMIT));
	}

	private static Decision<Boolean> end(UserSessions sessions) {
		return sessions.sessions().isEmpty() ? Decision.unchanged(false) : new Decision<>(true,
				sessions.end(sessions.sessions(), (session) -> EndReason.ENDED_BY_ADMINISTRATOR));
	}

}
