package dev.rollcall.session.session;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.account.EmailAddress;
import dev.rollcall.session.credential.PasswordVerification;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.request.Unavailable;
import dev.rollcall.session.throttle.Throttle;
import dev.rollcall.session.token.AccessTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/** A service that has no signing key yet. */
class SignInTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Clock clock = Clock.fixed(SessionFixture.NOON, ZoneOffset.UTC);

	private final Accounts accounts = mock(Accounts.class);

	private final AccessTokens accessTokens = mock(AccessTokens.class);

	private final SessionCommands commands = mock(SessionCommands.class);

	private final RefreshTokens refreshTokens = new RefreshTokens(SessionFixture.refreshKey());

	private final Grants grants = new Grants(this.accessTokens, this.refreshTokens, this.clock);

	@BeforeEach
	void haveNoKey() {
		willThrow(new Unavailable("no key")).given(this.accessTokens).requireKey();
		given(this.accounts.find(any(EmailAddress.class))).willReturn(Mono.empty());
	}

	@Test
	void withoutAKeyNoPasswordIsVerifiedAndNoSessionStarted() {
		PasswordVerification passwords = mock(PasswordVerification.class);
		SignIn signIn = new SignIn(this.accounts, mock(Throttle.class), passwords, mock(Devices.class),
				new Starting(this.commands, SessionFixture.PROPERTIES, this.clock), this.grants, mock(Refusals.class));

		StepVerifier
			.create(signIn
				.signIn(new SignIn.Attempt(new EmailAddress("ada@example.com"), "password", null, null, null, "test")))
			.expectError(Unavailable.class)
			.verify(LIMIT);
		verifyNoInteractions(passwords, this.commands);
	}

	@Test
	void withoutAKeyNoRefreshTokenIsExchanged() {
		Refreshing refreshing = new Refreshing(this.accounts, this.commands,
				new Rotation(this.refreshTokens, SessionFixture.PROPERTIES, this.clock), this.grants);
		String token = this.refreshTokens
			.current(SessionFixture.ADA, SessionFixture.sessionStartedAt(SessionFixture.NOON))
			.encode();

		StepVerifier.create(refreshing.refresh(token, "test")).expectError(Unavailable.class).verify(LIMIT);
		verifyNoInteractions(this.commands);
	}

}
