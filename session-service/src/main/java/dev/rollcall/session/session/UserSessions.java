package dev.rollcall.session.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.rollcall.schemas.UserId;

/**
 * The sessions of one user, as read at one revision.
 *
 * @param userId the user
 * @param revision counts the writes; a command is written only onto the revision that it
 * was decided on
 * @param userVersion the version of the account that was applied last
 * @param sequence counts the user's session events
 * @param passwordVersion the newest password known here; none older starts a session
 * @param blocked whether no session may start
 * @param sessions the sessions, at most {@value #LIMIT}
 */
record UserSessions(UserId userId, long revision, long userVersion, long sequence, long passwordVersion,
		boolean blocked, List<Session> sessions) {

	static final int LIMIT = 100;

	static UserSessions none(UserId userId) {
		return new UserSessions(userId, 0, 0, 0, 0, false, List.of());
	}

	Optional<Session> find(SessionId id) {
		return this.sessions.stream().filter((session) -> session.id().equals(id)).findFirst();
	}

	List<Session> live(Instant now) {
		return this.sessions.stream().filter((session) -> session.isLive(now)).toList();
	}

	boolean admits(long verifiedPasswordVersion) {
		return !this.blocked && this.passwordVersion <= verifiedPasswordVersion;
	}

	/**
	 * Starts a session: in the place of an expired one, else in that of the least
	 * recently used one where there are too many, else at the end.
	 */
	Change.Started start(Session session, boolean newDevice, Instant now) {
		SessionEvent.Started started = new SessionEvent.Started(session, newDevice);
		return place((old) -> !old.isLive(now)).map((place) -> replace(place, started, EndReason.EXPIRED))
			.or(() -> leastRecentlyUsed().map((place) -> replace(place, started, EndReason.TOO_MANY_SESSIONS)))
			.orElseGet(() -> new Change.Started(this.sessions.size(), session, List.of(started)));
	}

	Change tell(SessionEvent event) {
		return new Change.Told(List.of(event));
	}

	/**
	 * Returns whether the user has signed in before.
	 */
	boolean hasHistory() {
		return this.sequence > 0;
	}

	/**
	 * Applies a change of the account. A user who may have no sessions loses all; after a
	 * new password, sessions of older passwords end. Compares each session's own password
	 * version: this user's newest known version does not show which sessions have ended.
	 * @return empty if the change was applied before
	 */
	Optional<Change> apply(AccountChange change) {
		if (change.version() <= this.userVersion) {
			return Optional.empty();
		}
		AccountChange.NewPassword password = change.password();
		List<Session> left = new ArrayList<>();
		List<SessionEvent> events = new ArrayList<>();
		for (Session session : this.sessions) {
			boolean kept = password != null && password.keeps(session);
			if (change.blocks() || (password != null && session.passwordVersion() < password.version() && !kept)) {
				events.add(new SessionEvent.Ended(session.id(), change.reason()));
			}
			else {
				left.add((kept && password != null) ? session.withPassword(password.version()) : session);
			}
		}
		long newest = Math.max(this.passwordVersion, (password != null) ? password.version() : 0);
		return Optional.of(new Change.Applied(change.version(), newest, change.blocks(), left, events));
	}

	Change rotate(Session rotated) {
		int place = place((session) -> session.id().equals(rotated.id())).orElseThrow();
		return new Change.Rotated(place, rotated);
	}

	Change end(Collection<Session> ending, Function<Session, EndReason> reason) {
		List<SessionEvent> events = new ArrayList<>();
		ending.forEach((session) -> events.add(new SessionEvent.Ended(session.id(), reason.apply(session))));
		return new Change.Ended(ending.stream().map(Session::id).toList(), events);
	}

	Change endReused(Session session) {
		return new Change.Ended(List.of(session.id()), List.of(new SessionEvent.Reused(session.id()),
				new SessionEvent.Ended(session.id(), EndReason.REFRESH_TOKEN_REUSED)));
	}

	private Change.Started replace(int place, SessionEvent.Started started, EndReason reason) {
		SessionId old = this.sessions.get(place).id();
		return new Change.Started(place, started.session(), List.of(new SessionEvent.Ended(old, reason), started));
	}

	private Optional<Integer> leastRecentlyUsed() {
		return IntStream.range(0, this.sessions.size())
			.boxed()
			.filter((place) -> this.sessions.size() >= LIMIT)
			.min(Comparator.comparing((place) -> this.sessions.get(place).lastUsedAt()));
	}

	private Optional<Integer> place(Predicate<Session> condition) {
		return IntStream.range(0, this.sessions.size())
			.boxed()
			.filter((place) -> condition.test(this.sessions.get(place)))
			.findFirst();
	}

}
