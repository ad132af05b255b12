package dev.rollcall.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.rollcall.session.SessionClient.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Concurrent exchanges of one refresh token; {@code -Drounds=} sets the number of rounds.
 */
@SessionServiceTest
class RefreshRaceIntegrationTests {

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	@Autowired
	SessionClient client;

	@Autowired
	LaggingStore store;

	@AfterEach
	void replicateAtOnce() {
		this.store.lag(Duration.ZERO);
	}

	@Test
	void fiftyRefreshesAtOnceGetOneNewToken() {
		refreshAtOnce();
	}

	@Test
	void fiftyRefreshesAtOnceGetOneNewTokenWhileMajorityReadsLag() {
		this.store.lag(Duration.ofMillis(30));
		refreshAtOnce();
	}

	private void refreshAtOnce() {
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

}
