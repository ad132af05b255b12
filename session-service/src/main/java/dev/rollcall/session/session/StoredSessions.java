package dev.rollcall.session.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.rollcall.schemas.UserId;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Pages;
import dev.rollcall.verification.Stored;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The stored sessions, for the comparison with the log. If the log is ahead, the store
 * does not know which sessions have ended, so a repair ends all sessions of the user.
 */
@Component
final class StoredSessions implements Stored {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration SCAN_TIMEOUT = Duration.ofMinutes(2);

	private static final int PAGE_SIZE = 500;

	private final MongoSessions sessions;

	private final SessionCommands commands;

	StoredSessions(MongoSessions sessions, SessionCommands commands) {
		this.sessions = sessions;
		this.commands = commands;
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		Map<String, Document> found = new HashMap<>();
		List<String> all = new ArrayList<>(keys);
		for (int from = 0; from < all.size(); from += PAGE_SIZE) {
			this.sessions.documents(all.subList(from, Math.min(from + PAGE_SIZE, all.size())))
				.timeout(STORE_TIMEOUT)
				.toIterable()
				.forEach((document) -> found.put(document.getString(SessionDocument.ID), document));
		}
		return found;
	}

	@Override
	public void pages(Consumer<List<Document>> page) {
		Pages.forEach(this.sessions.documents(), PAGE_SIZE, SCAN_TIMEOUT, page);
	}

	@Override
	public Map<String, Long> fingerprints(Document stored) {
		return Map.of(SessionsInLog.PART, SessionDocument.userSessions(stored).sequence());
	}

	@Override
	public long fingerprint(String key, String part, Document logged) {
		return SessionsInLog.version(logged);
	}

	List<String> ids() {
		List<String> ids = this.sessions.ids().timeout(STORE_TIMEOUT).collectList().block();
		return (ids != null) ? ids : List.of();
	}

	/** A user without records is no difference: the topic keeps records for 30 days. */
	@Override
	public @Nullable Difference compare(@Nullable Document logged, @Nullable Document stored) {
		long there = SessionsInLog.sequence(logged);
		long here = (stored != null) ? SessionDocument.userSessions(stored).sequence() : 0;
		if (there == 0 || there == here) {
			return null;
		}
		return new Difference((here < there) ? Difference.Kind.STALE : Difference.Kind.LOST,
				"sequence %d, the log has %d".formatted(here, there));
	}

	@Override
	public void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored) {
		if (difference.kind() == Difference.Kind.STALE) {
			UserId user = UserId.of(key);
			this.sessions.raiseSequence(user, SessionsInLog.sequence(logged)).block(STORE_TIMEOUT);
			endAll(user);
		}
	}

	/**
	 * Ends all sessions of a user.
	 * @return whether there were any
	 */
	boolean endAll(UserId user) {
		return Boolean.TRUE
			.equals(this.commands.run(user, Cause.request("verify"), UserSessions::endUnknown).block(STORE_TIMEOUT));
	}

}
