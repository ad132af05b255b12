package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import dev.rollcall.event.VerificationRequested;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One address, one account.
 */
@Service
class UniquenessIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	private Client client;

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT)
			.until(() -> this.client.register(Client.registration(Client.anEmail())).status() == 201);
	}

	@Test
	void parallelVariantsOfOneAddressMakeOneAccountOneEventAndOneMail() {
		for (int round = 0; round < Integer.getInteger("rounds", 3); round++) {
			String email = Client.anEmail();
			List<CompletableFuture<Answer>> registrations = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				String variant = (i % 2 == 0) ? email : email.toUpperCase(Locale.ROOT);
				registrations.add(this.client.registering(Client.registration(variant)));
			}
			List<Answer> answers = registrations.stream().map(CompletableFuture::join).toList();
			List<Answer> created = answers.stream().filter((answer) -> answer.status() == 201).toList();
			assertThat(created).hasSize(1);
			assertThat(answers).allMatch((answer) -> List.of(201, 409, 503).contains(answer.status()));
			String user = created.get(0).text("userId");
			await().atMost(TIMEOUT).until(() -> Mailbox.mails(user, VerificationRequested.class).size() == 1);
			assertThat(Topics.of(Topic.USER_EVENTS.name(), user)).hasSize(1);
		}
	}

}
