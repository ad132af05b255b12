package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.rollcall.event.VerificationRequested;
import dev.rollcall.registration.account.Client.Answer;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One address, one account; and nobody learns which addresses have one.
 */
@Service
class UniquenessIntegrationTests {

	private static final Logger log = LoggerFactory.getLogger(UniquenessIntegrationTests.class);

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int PAIRS = Integer.getInteger("pairs", 40);

	@LocalServerPort
	private int port;

	private Client client;

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		await().atMost(LIMIT).until(() -> this.client.register(Client.registration(Client.anEmail())).status() == 201);
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
			await().atMost(LIMIT).until(() -> Mailbox.mails(user, VerificationRequested.class).size() == 1);
			assertThat(Topics.of(Topic.USER_EVENTS.name(), user)).hasSize(1);
		}
	}

	@Test
	void recoveryTakesAsLongForKnownAndUnknownAddresses() {
		List<Double> known = new ArrayList<>();
		List<Double> unknown = new ArrayList<>();
		for (int i = 0; i < PAIRS; i++) {
			String email = Client.anEmail();
			this.client.register(Client.registration(email));
			known.add(recovery(email));
			unknown.add(recovery(Client.anEmail()));
		}
		double difference = median(known) - median(unknown);
		log.info("Recovery of {} pairs, median: known {} ms, unknown {} ms", PAIRS, median(known), median(unknown));
		assertThat(Math.abs(difference)).isLessThan(5);
	}

	private double recovery(String email) {
		Answer answer = this.client.post("/api/v1/password-resets", Map.of("email", email));
		assertThat(answer.status()).isEqualTo(202);
		return answer.delay().toNanos() / 1e6;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

}
