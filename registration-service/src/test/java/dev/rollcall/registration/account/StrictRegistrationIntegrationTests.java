package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.UUID;

import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.ConsistencyToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A registration does not reveal whether an address is taken. */
@Service
@TestPropertySource(properties = "rollcall.registration.disclose-taken-email=false")
@DirtiesContext
class StrictRegistrationIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	private Client client;

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT)
			.until(() -> this.client.register(Client.registration(Client.anEmail())).status() == 202);
	}

	@Test
	void freeAndTakenAddressGetTheSameAnswer() {
		String email = Client.anEmail();

		Answer free = this.client.register(Client.registration(email));
		Answer taken = this.client.register(Client.registration(email));

		for (Answer answer : new Answer[] { free, taken }) {
			assertThat(answer.status()).isEqualTo(202);
			assertThat(answer.response().body()).isEmpty();
			assertThat(answer.header(ConsistencyToken.HEADER)).isEmpty();
			assertThat(answer.header("Location")).isEmpty();
		}
		assertThat(taken.response().headers().map().keySet()).isEqualTo(free.response().headers().map().keySet());
	}

	@Test
	void usedKeyRevealsNothingAboutItsAccount() {
		String[] key = { "Idempotency-Key", UUID.randomUUID().toString() };

		assertThat(this.client.register(Client.registration(Client.anEmail()), key).status()).isEqualTo(202);
		assertThat(this.client.register(Client.registration(Client.anEmail()), key).status()).isEqualTo(202);
	}

}
