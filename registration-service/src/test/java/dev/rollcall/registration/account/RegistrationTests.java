package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.rollcall.registration.credential.PasswordHasher;
import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.schemas.EmailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A repeated request whose first one is in the unique indexes, but not visible yet.
 */
class RegistrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

	private final MongoAccounts accounts = mock(MongoAccounts.class);

	private final Throttle throttle = mock(Throttle.class);

	private final Registration registration = new Registration(this.accounts, mock(PasswordHasher.class),
			mock(Mailings.class), mock(AccountEventEncoder.class), this.throttle, Clock.fixed(NOW, ZoneOffset.UTC));

	private final Account first = AccountFixture.account();

	private final Idempotency request = new Idempotency("key", "body", NOW.plusSeconds(60));

	private final MongoAccounts.Made made = new MongoAccounts.Made(this.first, this.request);

	@BeforeEach
	void nothingIsVisible() {
		given(this.accounts.findByIdempotencyKey("key")).willReturn(Mono.empty());
		given(this.accounts.find(any(EmailAddress.class))).willReturn(Mono.empty());
	}

	@Test
	void repeatWaitsUntilTheFirstIsVisible() {
		given(this.throttle.mail(any(), any(), any())).willReturn(Mono.error(new EmailTaken()));
		given(this.accounts.find(any(EmailAddress.class))).willReturn(Mono.empty())
			.willReturn(Mono.empty())
			.willReturn(Mono.just(this.first));
		given(this.accounts.findByIdempotencyKey("key")).willReturn(Mono.empty())
			.willReturn(Mono.empty())
			.willReturn(Mono.empty())
			.willReturn(Mono.just(this.made));
		StepVerifier.create(register()).expectNext(this.first).expectComplete().verify(TIMEOUT);
	}

	@Test
	void repeatWaitsForTheAccountOfItsKey() {
		given(this.throttle.mail(any(), any(), any())).willReturn(Mono.error(new IdempotencyKeyTaken()));
		given(this.accounts.findByIdempotencyKey("key")).willReturn(Mono.empty())
			.willReturn(Mono.empty())
			.willReturn(Mono.just(this.made));
		StepVerifier.create(register()).expectNext(this.first).expectComplete().verify(TIMEOUT);
	}

	@Test
	void addressOfAnotherAccountIsTaken() {
		given(this.throttle.mail(any(), any(), any())).willReturn(Mono.error(new EmailTaken()));
		given(this.accounts.find(any(EmailAddress.class))).willReturn(Mono.just(this.first));
		StepVerifier.create(register()).expectError(EmailTaken.class).verify(TIMEOUT);
	}

	private Mono<Account> register() {
		return this.registration.register(AccountFixture.registrant("ada@example.com"), Mono.just("hash"), this.request,
				"test");
	}

}
