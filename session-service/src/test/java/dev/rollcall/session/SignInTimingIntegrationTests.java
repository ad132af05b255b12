package dev.rollcall.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.rollcall.session.SessionClient.Tokens;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What races and clocks could tell or break; {@code -Dpairs=} and {@code -Drounds=} for
 * more of it.
 */
@SessionServiceTest
class SignInTimingIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(SignInTimingIntegrationTests.class);

	/** In milliseconds. */
	private static final double BOUND = 5;

	private static final int WARM_UP = 15;

	private static final int PAIRS = Integer.getInteger("pairs", 60);

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	@Autowired
	SessionClient client;

	/**
	 * As many pairs as it takes, of {@code -Dpairs=} at least. Fifteen guesses an
	 * account, that the throttle keeps out of it.
	 */
	@Test
	void wrongPasswordTakesAsLongWhetherOrNotThereIsAnAccount() {
		PairedDifference difference = new PairedDifference();
		TestUser user = this.client.registered();
		TestUser nobody = TestUser.active();
		for (int i = 0; i < WARM_UP + PAIRS || (i < 10 * PAIRS && !difference.isDecided(BOUND)); i++) {
			if (i % 15 == 14) {
				user = this.client.registered();
				nobody = TestUser.active();
			}
			// What a refusal leaves to do would burden whoever is always second.
			double unknownFirst = (i % 2 == 1) ? guess(nobody) : 0;
			double known = guess(user);
			double unknown = (i % 2 == 1) ? unknownFirst : guess(nobody);
			if (i >= WARM_UP) {
				difference.add(known, unknown);
			}
		}
		logger.info("Sign-in of {} pairs, known - unknown: {} to {} ms", difference.pairs(), difference.lower(),
				difference.upper());
		assertThat(difference.lower()).isGreaterThan(-BOUND);
		assertThat(difference.upper()).isLessThan(BOUND);
	}

	@Test
	void fiftyRefreshesAtOnceGetOneNewToken() {
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			Tokens tokens = this.client.signIn(this.client.registered());
			for (int round = 0; round < ROUNDS; round++) {
				String token = tokens.refreshToken();
				List<Tokens> answers = IntStream.range(0, 50)
					.mapToObj((i) -> CompletableFuture.supplyAsync(
							() -> SessionClient.tokens(this.client.refresh(token).expectStatus().isOk()), threads))
					.toList()
					.stream()
					.map(CompletableFuture::join)
					.toList();
				assertThat(answers.stream().map(Tokens::refreshToken).distinct()).hasSize(1).doesNotContain(token);
				tokens = answers.get(0);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private double guess(TestUser user) {
		long start = System.nanoTime();
		this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("email", user.email(), "password", "not the password"))
			.exchange()
			.expectStatus()
			.isUnauthorized();
		return (System.nanoTime() - start) / 1e6;
	}

}
