package dev.rollcall.acceptance;

import java.time.Duration;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutageIntegrationTests {

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final EventLog log = new EventLog(this.system);

	private final String earlier = earlierUser();

	@AfterEach
	void everythingWorksAgain() {
		this.system.launcher("up").succeeded();
		this.system.launcher("demo").succeeded();
		assertThat(this.client.signIn(this.earlier).status()).isEqualTo(201);
	}

	/**
	 * Kills all processes that the other tests do not kill at once, to save time.
	 */
	@Test
	void killedProcessesRestartWithTheirData() {
		Stream.of("store", "mail", "session-service", "notification-service", "gateway").forEach(this.system::kill);
	}

	@Test
	void signInWorksWithoutRegistrationService() {
		this.system.kill("registration-service");
		assertThat(this.client.signIn(this.earlier).status()).isEqualTo(201);
		Answer refused = this.client.register(Client.anEmail());
		assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
		assertThat(refused.header("Retry-After")).isNotBlank();
	}

	@Test
	void signUpAndSignInWorkWithoutBrokerAndRegistry() {
		this.system.kill("broker");
		this.system.kill("registry");
		assertThat(this.client.signIn(this.earlier).status()).isEqualTo(201);
		Answer registered = this.client.register(Client.anEmail());
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		this.system.launcher("up").succeeded();
		await().atMost(Duration.ofSeconds(45))
			.untilAsserted(
					() -> assertThat(this.log.of(Topic.USER_EVENTS.name(), registered.text("userId"))).hasSize(1));
	}

	private String earlierUser() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		await().untilAsserted(() -> assertThat(this.client.signIn(email).status()).isEqualTo(201));
		return email;
	}

}
