package dev.rollcall.session.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one user.
 *
 * @param revision the number of writes; a command is written only to the revision that it
 * read
 * @param sequence the number of the user's session events
 * @param passwordVersion the newest known password; a sign-in with an older one fails
 * @param blocked whether the user may have no sessions
 * @param roles the user's roles at userVersion; null in documents of earlier versions of
 * the service
 * @param sessions at most {@value #MAX_SESSIONS}
 */
record UserSessions(UserId userId, long revision, long userVersion, long sequence, long passwordVersion,
		boolean blocked, @Nullable List<String> roles, List<Session> sessions) {

	static final int MAX_SESSIONS = 100;

	static UserSessions none(UserId userId) {
		return new UserSessions(userId, 0, 0, 0, 0, false, null, List.of());
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
	 * Whether an account, as it was read for a sign-in, has roles that a newer version of
	 * it does not have.
	 */
	boolean hasTakenRoleSince(Account read) {
		return this.userVersion > read.version() && this.roles != null && !this.roles.containsAll(read.roles());
	}

	/**
	 * Starts a session. It replaces an expired one; otherwise, if the list is full, the
	 * least recently used one.
	 */
	Change.Started start(Session session, boolean newDevice, Instant now) {
		SessionEvent.Started started = new SessionEvent.Started(session, newDevice);
		return place((old) -> !old.isLive(now)).map((place) -> replace(place, started, EndReason.EXPIRED))
			.or(() -> leastRecentlyUsed().map((place) -> replace(place, started, EndReason.TOO_MANY_SESSIONS)))
			.orElseGet(() -> new Change.Started(this.sessions.size(), session, List.of(started)));
	}

	Change publish(SessionEvent event) {
		return new Change.Published(List.of(event));
	}

	/**
	 * Whether neither an event nor a sign-in has told the account's version and roles.
	 */
	boolean isUnknownAccount() {
		return this.userVersion == 0 && this.sessions.isEmpty();
	}

	/** Whether the user has signed in before. */
	boolean hasHistory() {
		return this.sequence > 0;
	}

	/**
	 * Applies a change of the account. All sessions of a blocked user end, and those of a
	 * user who loses a role, because tokens may still name it; after a new password, the
	 * sessions of older ones end. Compares the password version of each session, because
	 * a credential record may have raised the user's version already.
	 * <p>
	 * A change older than userVersion arrives late: a new password still ends the
	 * sessions of the old one, and a lock those that started before it. No later event
	 * does that. Neither changes what is known of the account now.
	 * <p>
	 * A deletion is published even if no session is left, unless the user never signed
	 * in: it deletes the copies of earlier messages.
	 * @return empty if there is nothing to write
	 */
	Optional<Change> apply(AccountChange change) {
		if (change.version() > this.userVersion) {
			boolean endsAll = change.blocks() || change.takesRole(this.roles);
			return Optional
				.of(applied(change.version(), change.blocks(), change.roles(), change, (session) -> endsAll));
		}
		Change.Applied late = applied(this.userVersion, this.blocked, this.roles, change,
				(session) -> change.blocks() && session.startedBefore(change.version()));
		return (late.passwordVersion() > this.passwordVersion || !late.left().equals(this.sessions)) ? Optional.of(late)
				: Optional.empty();
	}

	private Change.Applied applied(long version, boolean blocks, @Nullable List<String> roles, AccountChange change,
			Predicate<Session> ends) {
		AccountChange.NewPassword password = change.password();
		List<Session> left = new ArrayList<>();
		List<SessionEvent> events = new ArrayList<>();
		for (Session session : this.sessions) {
			if (ends.test(session)) {
				events.add(new SessionEvent.Ended(session.id(), change.reason()));
			}
			else if (password != null && password.ends(session)) {
				events.add(new SessionEvent.Ended(session.id(), EndReason.PASSWORD_CHANGED));
			}
			else {
				left.add((password != null && password.keeps(session)) ? session.withPassword(password.version())
						: session);
			}
		}
		if (change.deletes() && hasHistory()) {
			events.add(new SessionEvent.AllEnded(null, true));
		}
		long newest = Math.max(this.passwordVersion, (password != null) ? password.version() : 0);
		return new Change.Applied(version, newest, blocks, roles, left, events);
	}

	Change rotate(Session rotated) {
		int place = place((session) -> session.id().equals(rotated.id())).orElseThrow();
		return new Change.Rotated(place, rotated);
	}

	/**
	 * Ends sessions.
	 * @return whether there are any
	 */
	Decision<Boolean> end(Predicate<Session> condition, Function<Session, EndReason> reason) {
		List<Session> ending = this.sessions.stream().filter(condition).toList();
		List<SessionEvent> events = new ArrayList<>();
		ending.forEach((session) -> events.add(new SessionEvent.Ended(session.id(), reason.apply(session))));
		return ending.isEmpty() ? Decision.unchanged(false)
				: new Decision<>(true, new Change.Ended(ending.stream().map(Session::id).toList(), events));
	}

	/**
	 * Ends all sessions on request, which is published even if there are none.
	 * @param kept the session that continues; null if all end
	 */
	Change endAll(@Nullable SessionId kept, Function<Session, EndReason> reason) {
		Decision<Boolean> ended = end((session) -> !session.id().equals(kept), reason);
		SessionEvent all = new SessionEvent.AllEnded(kept, false);
		return (ended.change() instanceof Change.Ended some) ? some.and(all)
				: new Change.Ended(List.of(), List.of(all));
	}

	/**
	 * Ends all sessions because the store has lost track of them.
	 * @return whether there are any
	 */
	Decision<Boolean> endUnknown() {
		return end((session) -> true, (session) -> EndReason.ENDED_BY_ADMINISTRATOR);
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
			.filter((place) -> this.sessions.size() >= MAX_SESSIONS)
			.min(Comparator.comparing((place) -> this.sessions.get(place).rotatedAt()));
	}

	private Optional<Integer> place(Predicate<Session> condition) {
		return IntStream.range(0, this.sessions.size())
			.boxed()
			.filter((place) -> condition.test(this.sessions.get(place)))
			.findFirst();
	}

}
