package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;

import dev.rollcall.web.Unavailable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class SessionCommandsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Session session = SessionFixture.sessionStartedAt(SessionFixture.NOON);

	private final UserSessions read = SessionFixture.with(List.of(this.session));

	private final MongoSessions store = mock(MongoSessions.class);

	private final SessionCommands commands = new SessionCommands(this.store, mock(SessionEventEncoder.class),
			Clock.fixed(SessionFixture.NOON, ZoneOffset.UTC));

	@Test
	void commandIsDecidedAgainAfterALostRace() {
		UserSessions later = new UserSessions(this.read.userId(), this.read.revision() + 1, 1, 1, 1, false, null,
				List.of(this.session));
		Iterator<UserSessions> states = List.of(this.read, later).iterator();
		given(this.store.find(SessionFixture.ADA)).willReturn(Mono.fromSupplier(states::next));
		given(this.store.isFull(any(), any())).willReturn(Mono.just(false));
		given(this.store.write(any(), any(), any())).willReturn(Mono.just(false)).willReturn(Mono.just(true));

		StepVerifier.create(end()).expectNext(true).expectComplete().verify(TIMEOUT);
		verify(this.store).write(eq(this.read), any(), any());
		verify(this.store).write(eq(later), any(), any());
	}

	@Test
	void unchangedRevisionIsALostRaceToo() {
		given(this.store.find(SessionFixture.ADA)).willReturn(Mono.just(this.read));
		given(this.store.isFull(any(), any())).willReturn(Mono.just(false));
		given(this.store.write(any(), any(), any())).willReturn(Mono.just(false)).willReturn(Mono.just(true));

		StepVerifier.create(end()).expectNext(true).expectComplete().verify(TIMEOUT);
		verify(this.store, times(2)).write(eq(this.read), any(), any());
	}

	@Test
	void fullOutboxIsUnavailableAtOnce() {
		given(this.store.find(SessionFixture.ADA)).willReturn(Mono.just(this.read));
		given(this.store.isFull(any(), any())).willReturn(Mono.just(true));
		given(this.store.write(any(), any(), any())).willReturn(Mono.just(false));

		StepVerifier.create(end()).expectError(Unavailable.class).verify(TIMEOUT);
		verify(this.store, times(1)).write(any(), any(), any());
	}

	private Mono<Boolean> end() {
		return this.commands.run(SessionFixture.ADA, Cause.request("test"),
				(sessions) -> sessions.end((session) -> true, (session) -> EndReason.EXPIRED));
	}

}
