package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.rollcall.session.device.Devices;
import dev.rollcall.session.device.KnownDevice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RotationTests {

	/** The token of the session's device. */
	private static final String OWN = "own";

	/** The token of another device of the same user. */
	private static final String OTHER = "other";

	private static final Duration HOUR = Duration.ofHours(1);

	private final RefreshTokens tokens = new RefreshTokens(SessionFixture.refreshKey());

	private final Devices devices = mock(Devices.class);

	private final Session first = SessionFixture.sessionStartedAt(SessionFixture.NOON);

	private final Session second = this.first.rotated(SessionFixture.NOON.plus(HOUR), Duration.ofDays(14));

	private final Session third = this.second.rotated(SessionFixture.NOON.plus(HOUR.multipliedBy(2)),
			Duration.ofDays(14));

	@BeforeEach
	void knowTheDevices() {
		given(this.devices.find(SessionFixture.ADA, 1, OWN))
			.willReturn(Optional.of(new KnownDevice(SessionFixture.DEVICE)));
		given(this.devices.find(SessionFixture.ADA, 1, OTHER)).willReturn(Optional.of(new KnownDevice("tablet")));
	}

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
	void previousTokenGivesTheCurrentOneToTheSessionsDeviceForADay() {
		Instant inADay = this.second.rotatedAt().plus(Duration.ofDays(1));
		Decision<Optional<Session>> decision = decide(this.second, this.first, OWN, inADay);
		assertThat(decision.result()).contains(this.second);
		assertThat(decision.change()).isNull();
		assertThat(ended(decide(this.second, this.first, OWN, inADay.plusSeconds(1)))).hasSize(2);
	}

	@Test
	void previousTokenEndsTheSessionOnAnyOtherDevice() {
		Instant later = this.second.rotatedAt().plus(Duration.ofMinutes(10));
		for (String token : new String[] { OTHER, "of another account" }) {
			assertThat(ended(decide(this.second, this.first, token, later))).containsExactly(
					new SessionEvent.Reused(this.second.id()),
					new SessionEvent.Ended(this.second.id(), EndReason.REFRESH_TOKEN_REUSED));
		}
	}

	@Test
	void previousTokenEndsTheSessionOnceItsSuccessorWasUsed() {
		assertThat(ended(decide(this.third, this.first, OWN, this.third.rotatedAt().plusSeconds(1)))).hasSize(2);
	}

	@Test
	void sessionWithoutADeviceKeepsTheShortGrace() {
		Session old = new Session(this.first.id(), this.first.startedAt(), null, null, null, 1, null, List.of("pwd"),
				new byte[32], 2, this.first.rotatedAt(), this.first.idleUntil(), this.first.expiresAt());
		assertThat(decide(old, this.first, OWN, old.rotatedAt().plusSeconds(30)).result()).contains(old);
		assertThat(ended(decide(old, this.first, OWN, old.rotatedAt().plusSeconds(31)))).hasSize(2);
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
			.decide(SessionFixture.with(List.of(this.third)), forged, null);

		assertThat(decision.result()).isEmpty();
		assertThat(decision.change()).isNull();
	}

	@Test
	void blockedUserIsRefused() {
		UserSessions blocked = new UserSessions(SessionFixture.ADA, 1, 0, 1, 1, true, null, List.of(this.first));

		assertThat(
				rotation(SessionFixture.NOON).decide(blocked, this.tokens.current(SessionFixture.ADA, this.first), null)
					.result())
			.isEmpty();
	}

	private Decision<Optional<Session>> decide(Session stored, Session tokenOf, Instant now) {
		return decide(stored, tokenOf, null, now);
	}

	private Decision<Optional<Session>> decide(Session stored, Session tokenOf, @Nullable String deviceToken,
			Instant now) {
		return rotation(now).decide(SessionFixture.with(List.of(stored)),
				this.tokens.current(SessionFixture.ADA, tokenOf), deviceToken);
	}

	private Rotation rotation(Instant now) {
		return new Rotation(this.tokens, this.devices, SessionFixture.PROPERTIES, Clock.fixed(now, ZoneOffset.UTC));
	}

	private static List<SessionEvent> ended(Decision<Optional<Session>> decision) {
		return (decision.change() instanceof Change.Ended ended) ? ended.events() : List.of();
	}

}
