package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.credential.PasswordVerification;
import dev.rollcall.session.credential.Verified;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.throttle.Reservation;
import dev.rollcall.session.throttle.Throttle;
import dev.rollcall.session.token.AccessTokenIssuer;
import dev.rollcall.throttle.StartGate;
import dev.rollcall.web.Unavailable;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willDoNothing;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

class SignInTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Clock clock = Clock.fixed(SessionFixture.NOON, ZoneOffset.UTC);

	private final Accounts accounts = mock(Accounts.class);

	private final AccessTokenIssuer issuer = mock(AccessTokenIssuer.class);

	private final SessionCommands commands = mock(SessionCommands.class);

	private final RefreshTokens refreshTokens = new RefreshTokens(SessionFixture.refreshKey());

	private final PasswordVerification passwords = mock(PasswordVerification.class);

	private final Throttle throttle = mock(Throttle.class);

	private final Reservation reservation = new Reservation(Map.of("ada", new ObjectId()));

	private boolean released;

	private final Grants grants = new Grants(this.issuer, this.refreshTokens, this.clock);

	@BeforeEach
	void haveNoKey() {
		willThrow(new Unavailable("no key")).given(this.issuer).requireKey();
		given(this.accounts.find(any(EmailAddress.class))).willReturn(Mono.empty());
	}

	@Test
	void withoutAKeyNoPasswordIsVerifiedAndNoSessionStarted() {
		StepVerifier.create(signIn()).expectError(Unavailable.class).verify(TIMEOUT);
		verifyNoInteractions(this.passwords, this.commands);
	}

	@Test
	void attemptThatIsCancelledBeforeItsHashBeginsIsNotCounted() {
		signIn((gate) -> Mono.never()).subscribe().dispose();
		assertThat(this.released).isTrue();
	}

	@Test
	void attemptThatIsCancelledAfterItsHashBeganIsCounted() {
		signIn(SignInTests::begun).subscribe().dispose();
		assertThat(this.released).isFalse();
	}

	@Test
	void attemptThatEndsWithTheTimeLimitAfterItsHashBeganIsCounted() {
		StepVerifier.withVirtualTime(() -> signIn(SignInTests::begun).timeout(Duration.ofSeconds(4)))
			.thenAwait(Duration.ofSeconds(4))
			.expectError(TimeoutException.class)
			.verify(TIMEOUT);
		assertThat(this.released).isFalse();
	}

	@Test
	void attemptWhoseHashFailsIsCounted() {
		StepVerifier
			.create(signIn((gate) -> Mono.fromRunnable(gate::open).then(Mono.error(new IllegalStateException()))))
			.expectError(IllegalStateException.class)
			.verify(TIMEOUT);
		assertThat(this.released).isFalse();
	}

	@Test
	void attemptThatCannotBeVerifiedIsNotCounted() {
		StepVerifier.create(signIn((gate) -> Mono.error(new Unavailable("full"))))
			.expectError(Unavailable.class)
			.verify(TIMEOUT);
		assertThat(this.released).isTrue();
	}

	@Test
	void wrongPasswordIsCounted() {
		StepVerifier.create(signIn((gate) -> Mono.fromSupplier(() -> new Verified(!gate.open(), null))))
			.expectError(InvalidCredentials.class)
			.verify(TIMEOUT);
		assertThat(this.released).isFalse();
	}

	private static Mono<Verified> begun(StartGate gate) {
		return Mono.fromRunnable(gate::open).then(Mono.never());
	}

	private Mono<SignIn.SignedIn> signIn(Function<StartGate, Mono<Verified>> verification) {
		given(this.passwords.verify(any(), any(), any())).willAnswer((call) -> verification.apply(call.getArgument(2)));
		given(this.throttle.reserve(any(), any(), any())).willReturn(Mono.just(this.reservation));
		given(this.throttle.release(this.reservation)).willReturn(Mono.fromRunnable(() -> this.released = true));
		willDoNothing().given(this.issuer).requireKey();
		return signIn();
	}

	private Mono<SignIn.SignedIn> signIn() {
		return new SignIn(this.accounts, this.throttle, this.passwords, mock(Devices.class),
				new Starting(this.commands, SessionFixture.PROPERTIES, this.clock), this.grants, new SignInPolicy(true),
				mock(RefusedSignIns.class))
			.signIn(new SignIn.Attempt(EmailAddress.of("ada@example.com"), "password", null, null, null, "test"));
	}

	@Test
	void withoutAKeyNoRefreshTokenIsExchanged() {
		Refreshing refreshing = new Refreshing(this.accounts, this.commands,
				new Rotation(this.refreshTokens, mock(Devices.class), SessionFixture.PROPERTIES, this.clock),
				this.grants);
		String token = this.refreshTokens
			.current(SessionFixture.ADA, SessionFixture.sessionStartedAt(SessionFixture.NOON))
			.encode();

		StepVerifier.create(refreshing.refresh(token, null, "test")).expectError(Unavailable.class).verify(TIMEOUT);
		verifyNoInteractions(this.commands);
	}

}
