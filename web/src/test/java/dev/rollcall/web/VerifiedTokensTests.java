package dev.rollcall.web;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;

class VerifiedTokensTests {

	private static final Instant NOW = Instant.now();

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger verifications = new AtomicInteger();

	@Test
	void tokenIsVerifiedOnceInAPeriod() {
		VerifiedTokens tokens = expiring(NOW.plusSeconds(300));
		assertThat(tokens.decode("a").block()).isSameAs(tokens.decode("a").block());
		assertThat(this.verifications).hasValue(1);

		this.nanos.addAndGet(VerifiedTokens.PERIOD.toNanos() + 1);
		tokens.decode("a").block();
		assertThat(this.verifications).hasValue(2);
	}

	@Test
	void eachTokenIsVerified() {
		VerifiedTokens tokens = expiring(NOW.plusSeconds(300));
		assertThat(tokens.decode("a").map(Jwt::getTokenValue).block()).isEqualTo("a");
		assertThat(tokens.decode("b").map(Jwt::getTokenValue).block()).isEqualTo("b");
		assertThat(this.verifications).hasValue(2);
	}

	@Test
	void expiredTokenIsVerifiedEachTime() {
		VerifiedTokens tokens = expiring(NOW.minus(Duration.ofSeconds(1)));
		tokens.decode("a").block();
		tokens.decode("a").block();
		assertThat(this.verifications).hasValue(2);
	}

	@Test
	void refusalIsNotRemembered() {
		VerifiedTokens tokens = new VerifiedTokens((token) -> {
			this.verifications.incrementAndGet();
			return Mono.error(new BadJwtException("forged"));
		}, this.nanos::get);
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(tokens.decode("a")).expectError(BadJwtException.class).verify();
		}
		assertThat(this.verifications).hasValue(2);
	}

	private VerifiedTokens expiring(Instant expiry) {
		return new VerifiedTokens((token) -> Mono.fromSupplier(() -> {
			this.verifications.incrementAndGet();
			return Jwt.withTokenValue(token)
				.header("alg", "ES256")
				.issuedAt(expiry.minusSeconds(600))
				.expiresAt(expiry)
				.build();
		}), this.nanos::get);
	}

}
