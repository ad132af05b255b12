package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RotationTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final RefreshTokens tokens = new RefreshTokens(SessionFixture.refreshKey());

	private final Session first = SessionFixture.sessionStartedAt(SessionFixture.NOON);

	private final Session second = this.first.rotated(SessionFixture.NOON.plus(HOUR), Duration.ofDays(14));

	private final Session third = this.second.rotated(SessionFixture.NOON.plus(HOUR.multipliedBy(2)),
			Duration.ofDays(14));

	@Test
	void currentTokenIsExchanged() {
		Decision<Optional<Session>> decision = decide(this.first, this.first, SessionFixture.NOON.plus(HOUR));

		assertThat(decision.result()).hasValueSatisfying((session) -> {
			assertThat(session.counter()).isEqualTo(2);
			assertThat(session.rotatedAt()).isEqualTo(SessionFixture.NOON.plus(HOUR));
			assertThat(session.idleUntil()).isEqualTo(SessionFixture.NOON.plus(HOUR).plus(Duration.ofDays(14)));
			assertThat(session.expiresAt()).isEqualTo(this.first.expiresAt());
		});
		assertThat(decision.change()).isInstanceOf(Change.Rotated.class);
	}

	@Test
	void previousTokenGivesTheCurrentOneWithinTheGrace() {
		Decision<Optional<Session>> decision = decide(this.second, this.first, this.second.rotatedAt().plusSeconds(30));

		assertThat(decision.result()).contains(this.second);
		assertThat(decision.change()).isNull();
	}

	@Test
	void previousTokenEndsTheSessionAfterTheGrace() {
		Decision<Optional<Session>> decision = decide(this.second, this.first, this.second.rotatedAt().plusSeconds(31));

		assertThat(decision.result()).isEmpty();
		assertThat(ended(decision)).containsExactly(new SessionEvent.Reused(this.second.id()),
				new SessionEvent.Ended(this.second.id(), EndReason.REFRESH_TOKEN_REUSED));
	}

	@Test
	void olderTokenEndsTheSessionEvenWithinTheGrace() {
		Decision<Optional<Session>> decision = decide(this.third, this.first, this.third.rotatedAt());

		assertThat(decision.result()).isEmpty();
		assertThat(ended(decision)).containsExactly(new SessionEvent.Reused(this.third.id()),
				new SessionEvent.Ended(this.third.id(), EndReason.REFRESH_TOKEN_REUSED));
	}

	@Test
	void tokenFromTheFutureIsRefused() {
		Decision<Optional<Session>> decision = decide(this.first, this.second, SessionFixture.NOON);

		assertThat(decision.result()).isEmpty();
		assertThat(decision.change()).isNull();
	}

	@Test
	void idleSessionIsRefused() {
		Decision<Optional<Session>> decision = decide(this.first, this.first, this.first.idleUntil());

		assertThat(decision.result()).isEmpty();
		assertThat(decision.change()).isNull();
	}

	@Test
	void sessionIsRefusedAtItsAbsoluteEndHoweverOftenUsed() {
		Instant end = this.first.expiresAt();
		Session used = this.first.rotated(end.minus(HOUR), Duration.ofDays(14));

		assertThat(decide(used, used, end.minusSeconds(1)).result()).isPresent();
		assertThat(decide(used, used, end).result()).isEmpty();
	}

	@Test
	void forgedTokenChangesNothing() {
		RefreshToken genuine = this.tokens.current(SessionFixture.ADA, this.first);
		RefreshToken forged = new RefreshToken(genuine.userId(), genuine.sessionId(), 0, genuine.mac());

		Decision<Optional<Session>> decision = rotation(SessionFixture.NOON)
			.decide(SessionFixture.with(List.of(this.third)), forged);

		assertThat(decision.result()).isEmpty();
		assertThat(decision.change()).isNull();
	}

	@Test
	void blockedUserIsRefused() {
		UserSessions blocked = new UserSessions(SessionFixture.ADA, 1, 0, 1, 1, true, null, List.of(this.first));

		assertThat(rotation(SessionFixture.NOON).decide(blocked, this.tokens.current(SessionFixture.ADA, this.first))
			.result()).isEmpty();
	}

	private Decision<Optional<Session>> decide(Session stored, Session tokenOf, Instant now) {
		return rotation(now).decide(SessionFixture.with(List.of(stored)),
				this.tokens.current(SessionFixture.ADA, tokenOf));
	}

	private Rotation rotation(Instant now) {
		return new Rotation(this.tokens, SessionFixture.PROPERTIES, Clock.fixed(now, ZoneOffset.UTC));
	}

	private static List<SessionEvent> ended(Decision<Optional<Session>> decision) {
		return (decision.change() instanceof Change.Ended ended) ? ended.events() : List.of();
	}

}
