package dev.rollcall.session.session;

import java.util.ArrayList;
import java.util.List;

import dev.rollcall.session.account.Account;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserSessionsTests {

	private final Session fresh = SessionFixture.sessionStartedAt(SessionFixture.NOON);

	@Test
	void sessionIsAddedWhileThereIsRoom() {
		UserSessions sessions = SessionFixture.with(used(99));

		assertThat(sessions.start(this.fresh, false, SessionFixture.NOON))
			.isEqualTo(new Change.Started(99, this.fresh, List.of(new SessionEvent.Started(this.fresh, false))));
	}

	@Test
	void leastRecentlyUsedOneMakesRoom() {
		List<Session> used = used(100);
		SessionId oldest = used.get(99).id();

		Change change = SessionFixture.with(used).start(this.fresh, false, SessionFixture.NOON);

		assertThat(change).isEqualTo(
				new Change.Started(99, this.fresh, List.of(new SessionEvent.Ended(oldest, EndReason.TOO_MANY_SESSIONS),
						new SessionEvent.Started(this.fresh, false))));
	}

	@Test
	void expiredOneMakesRoomFirst() {
		Session expired = SessionFixture.sessionStartedAt(SessionFixture.NOON.minus(SessionFixture.PROPERTIES.idle()));
		List<Session> used = used(2);
		used.add(1, expired);

		Change change = SessionFixture.with(used).start(this.fresh, false, SessionFixture.NOON);

		assertThat(change).isEqualTo(new Change.Started(1, this.fresh, List
			.of(new SessionEvent.Ended(expired.id(), EndReason.EXPIRED), new SessionEvent.Started(this.fresh, false))));
	}

	@Test
	void olderPasswordAndBlockedUserAreNotAdmitted() {
		UserSessions sessions = new UserSessions(SessionFixture.ADA, 1, 0, 0, 2, false, null, List.of());
		UserSessions blocked = new UserSessions(SessionFixture.ADA, 1, 0, 0, 0, true, null, List.of());

		assertThat(sessions.admits(1)).isFalse();
		assertThat(sessions.admits(2)).isTrue();
		assertThat(blocked.admits(2)).isFalse();
	}

	@Test
	void endOfAllSessionsNamesTheKeptOne() {
		List<Session> used = used(2);
		SessionId kept = used.get(0).id();
		SessionId ended = used.get(1).id();

		Change change = SessionFixture.with(used).endAll(kept, (session) -> EndReason.ENDED_BY_USER);

		assertThat(change).isEqualTo(new Change.Ended(List.of(ended), List
			.of(new SessionEvent.Ended(ended, EndReason.ENDED_BY_USER), new SessionEvent.AllEnded(kept, false))));
	}

	@Test
	void endOfAllSessionsIsAnEventEvenIfThereAreNone() {
		assertThat(UserSessions.none(SessionFixture.ADA).endAll(null, (session) -> EndReason.ENDED_BY_USER))
			.isEqualTo(new Change.Ended(List.of(), List.of(new SessionEvent.AllEnded(null, false))));
	}

	/** The record of the deletion deletes the copies of the user's earlier messages. */
	@Test
	void deletionIsAnEventEvenIfNoSessionIsLeft() {
		UserSessions signedOut = new UserSessions(SessionFixture.ADA, 4, 2, 2, 1, false, List.of(), List.of());

		assertThat(signedOut.apply(deletion(3)).orElseThrow().events())
			.containsExactly(new SessionEvent.AllEnded(null, true));
		assertThat(signedOut.apply(deletion(2))).as("applied before").isEmpty();
	}

	@Test
	void deletionOfAUserWhoNeverSignedInIsNoEvent() {
		assertThat(UserSessions.none(SessionFixture.ADA).apply(deletion(2)).orElseThrow().events()).isEmpty();
	}

	@Test
	void lostRoleEndsAllSessionsOnce() {
		UserSessions administrator = withRoles(List.of("admin", "support"));

		assertThat(administrator.apply(roles(3, List.of("admin"), true)))
			.contains(new Change.Applied(3, 1, false, List.of("admin"), List.of(),
					List.of(new SessionEvent.Ended(this.fresh.id(), EndReason.ROLES_CHANGED))));
		assertThat(administrator.apply(roles(2, List.of(), true))).as("applied before").isEmpty();
	}

	/** The event of the change itself may be a dead letter. */
	@Test
	void laterEventShowsTheLossToo() {
		Change change = withRoles(List.of("admin")).apply(roles(4, List.of(), false)).orElseThrow();

		assertThat(change.events()).containsExactly(new SessionEvent.Ended(this.fresh.id(), EndReason.ROLES_CHANGED));
	}

	@Test
	void gainedRoleEndsNoSession() {
		Change change = withRoles(List.of("admin")).apply(roles(3, List.of("admin", "support"), true)).orElseThrow();

		assertThat(change.events()).isEmpty();
	}

	@Test
	void unknownFormerRolesMayHaveBeenLost() {
		assertThat(withRoles(null).apply(roles(3, List.of("admin"), true)).orElseThrow().events()).hasSize(1);
		assertThat(withRoles(null).apply(roles(3, List.of("admin"), false)).orElseThrow().events()).isEmpty();
	}

	@Test
	void olderAccountHasARoleThatWasTaken() {
		UserSessions sessions = withRoles(List.of("support"));

		assertThat(sessions.hasTakenRoleSince(account(1, List.of("admin")))).isTrue();
		assertThat(sessions.hasTakenRoleSince(account(1, List.of("support")))).isFalse();
		assertThat(sessions.hasTakenRoleSince(account(3, List.of("admin")))).as("gained since").isFalse();
	}

	/** A redriven dead letter: v6 was applied before v5, the change of the password. */
	@Test
	void lateNewPasswordEndsTheSessionsOfTheOldOneOnly() {
		Session kept = SessionFixture.sessionStartedAt(SessionFixture.NOON);
		Session later = SessionFixture.sessionStartedAt(SessionFixture.NOON).withPassword(2);
		UserSessions sessions = stored(1, List.of("admin"), List.of(this.fresh, kept, later));

		Change change = sessions.apply(password(5, 2, kept)).orElseThrow();

		assertThat(change)
			.isEqualTo(new Change.Applied(6, 2, false, List.of("admin"), List.of(kept.withPassword(2), later),
					List.of(new SessionEvent.Ended(this.fresh.id(), EndReason.PASSWORD_CHANGED))));
	}

	/** Standing and roles of v5 are history: the user is locked in it, active in v6. */
	@Test
	void lateNewPasswordChangesNeitherStandingNorRoles() {
		UserSessions sessions = stored(2, null, List.of(this.fresh.withPassword(3)));
		AccountChange locked = new AccountChange(5, AccountChange.Standing.LOCKED, List.of("admin"), false,
				new AccountChange.NewPassword(3, null));

		assertThat(sessions.apply(locked))
			.contains(new Change.Applied(6, 3, false, null, sessions.sessions(), List.of()));
	}

	/** A redriven dead letter: v6, the unlock, was applied before v5, the lock. */
	@Test
	void lateLockEndsTheSessionsThatStartedBeforeItOnly() {
		Session before = SessionFixture.sessionStartedUnder(4L, SessionFixture.NOON);
		Session after = SessionFixture.sessionStartedUnder(6L, SessionFixture.NOON);
		UserSessions sessions = stored(1, List.of("admin"), List.of(before, after));

		Change change = sessions.apply(lock(5)).orElseThrow();

		assertThat(change).isEqualTo(new Change.Applied(6, 1, false, List.of("admin"), List.of(after),
				List.of(new SessionEvent.Ended(before.id(), EndReason.USER_LOCKED))));
	}

	@Test
	void lockThatIsAppliedAgainChangesNothing() {
		Session after = SessionFixture.sessionStartedUnder(6L, SessionFixture.NOON);

		assertThat(stored(1, List.of(), List.of(after)).apply(lock(5))).isEmpty();
		assertThat(stored(1, List.of(), List.of(this.fresh)).apply(lock(5))).as("its version was not kept").isEmpty();
	}

	@Test
	void newPasswordThatIsAppliedAgainChangesNothing() {
		Session kept = SessionFixture.sessionStartedAt(SessionFixture.NOON).withPassword(3);
		UserSessions sessions = stored(3, List.of(), List.of(kept));

		assertThat(sessions.apply(password(6, 3, kept))).as("the newest").isEmpty();
		assertThat(sessions.apply(password(5, 2, this.fresh))).as("an older one").isEmpty();
	}

	private static UserSessions stored(long passwordVersion, @Nullable List<String> roles, List<Session> sessions) {
		return new UserSessions(SessionFixture.ADA, 7, 6, 1, passwordVersion, false, roles, sessions);
	}

	private static AccountChange password(long version, long passwordVersion, Session kept) {
		return new AccountChange(version, AccountChange.Standing.ACTIVE, List.of(), false,
				new AccountChange.NewPassword(passwordVersion, kept.id().value()));
	}

	private static AccountChange lock(long version) {
		return new AccountChange(version, AccountChange.Standing.LOCKED, List.of(), false, null);
	}

	private UserSessions withRoles(@Nullable List<String> roles) {
		return new UserSessions(SessionFixture.ADA, 1, 2, 1, 1, false, roles, List.of(this.fresh));
	}

	private static AccountChange roles(long version, List<String> roles, boolean ofRoles) {
		return new AccountChange(version, AccountChange.Standing.ACTIVE, roles, ofRoles, null);
	}

	private static Account account(long version, List<String> roles) {
		return new Account(SessionFixture.ADA, version, "ada@example.com", SessionFixture.NOON, true, true, roles,
				null);
	}

	/** The first one is the most recently used. */
	private static List<Session> used(int count) {
		List<Session> sessions = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			sessions.add(SessionFixture.sessionStartedAt(SessionFixture.NOON.minusSeconds(i)));
		}
		return sessions;
	}

	private static AccountChange deletion(long version) {
		return new AccountChange(version, AccountChange.Standing.DELETED, List.of(), false, null);
	}

}
