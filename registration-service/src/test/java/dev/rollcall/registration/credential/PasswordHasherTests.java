package dev.rollcall.registration.credential;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;

import dev.rollcall.throttle.HashingCapacity;
import dev.rollcall.throttle.StartGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordHasherTests {

	private final HashingCapacity capacity = new HashingCapacity(CredentialFixture.properties().limits());

	@AfterEach
	void dispose() {
		this.capacity.close();
	}

	@Test
	void moreThanTheQueueHoldsIsRejectedAtOnce() {
		CountDownLatch hold = new CountDownLatch(1);
		PasswordHasher hasher = new PasswordHasher(holding(hold), CredentialFixture.properties(), this.capacity);
		// One is being hashed and four wait.
		long rejected = Flux.range(0, 6)
			.flatMap((index) -> hasher.hash(new Password("x"))
				.map((hash) -> false)
				.onErrorReturn(RejectedExecutionException.class, true))
			.doOnNext((refused) -> hold.countDown())
			.filter((refused) -> refused)
			.count()
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
		assertThat(rejected).isOne();
	}

	@Test
	void nothingMatchesAnAccountWithoutAPassword() {
		PasswordHasher hasher = new PasswordHasher(holding(new CountDownLatch(0)), CredentialFixture.properties(),
				this.capacity);

		assertThat(
				hasher.matches(Credential.first(null), new Password(""), new StartGate()).block(Duration.ofSeconds(20)))
			.isFalse();
	}

	private static Argon2id holding(CountDownLatch hold) {
		return new Argon2id() {

			@Override
			public String hash(Password password) {
				return held(hold);
			}

			@Override
			public boolean matches(String hash, Password password) {
				return hash.equals(held(hold));
			}

		};
	}

	private static String held(CountDownLatch hold) {
		try {
			hold.await();
			return Thread.currentThread().getName();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
