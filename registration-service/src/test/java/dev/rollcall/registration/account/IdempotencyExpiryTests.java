package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class IdempotencyExpiryTests {

	private final MongoAccounts accounts = mock(MongoAccounts.class);

	private final IdempotencyExpiry expiry = new IdempotencyExpiry(this.accounts, Clock.systemUTC());

	static Mono<?>[] failures() {
		return new Mono<?>[] { Mono.never(), Mono.error(new IllegalStateException("The store failed")) };
	}

	@ParameterizedTest
	@MethodSource("failures")
	void deletionEndsIfTheStoreFailsOrHangs(Mono<Void> deletion) {
		given(this.accounts.forgetIdempotencyKeys(any())).willReturn(deletion);
		StepVerifier.withVirtualTime(this.expiry::deleteExpired)
			.thenAwait(Duration.ofMinutes(1))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

}
