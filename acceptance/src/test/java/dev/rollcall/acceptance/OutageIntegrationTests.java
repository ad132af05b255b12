package dev.rollcall.acceptance;

import java.time.Duration;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutageIntegrationTests {

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final EventLog log = new EventLog(this.system);

	@AfterEach
	void everythingIsUpAgain() {
		this.system.launcher("up").succeeded();
	}

	@ParameterizedTest
	@ValueSource(strings = { "broker", "registry", "store", "mail", "registration-service", "session-service",
			"notification-service", "gateway" })
	void killedProcessComesBackWithItsData(String process) {
		String email = earlierUser();
		this.system.kill(process);
		this.system.launcher("up").succeeded();
		this.system.launcher("demo").succeeded();
		assertThat(this.client.signIn(email).status()).isEqualTo(201);
	}

	@Test
	void peopleSignInWhileRegistrationIsDown() {
		String email = earlierUser();
		this.system.kill("registration-service");
		assertThat(this.client.signIn(email).status()).isEqualTo(201);
		Answer refused = this.client.register(Client.anEmail());
		assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
		assertThat(refused.header("Retry-After")).isNotBlank();
	}

	@Test
	void peopleSignUpAndSignInWhileTheBrokerIsDown() {
		String email = earlierUser();
		this.system.kill("broker");
		assertThat(this.client.signIn(email).status()).isEqualTo(201);
		Answer registered = this.client.register(Client.anEmail());
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		this.system.launcher("up").succeeded();
		await().atMost(Duration.ofSeconds(45))
			.untilAsserted(() -> assertThat(this.log.of("rollcall-user-events", registered.text("userId"))).hasSize(1));
	}

	private String earlierUser() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		await().untilAsserted(() -> assertThat(this.client.signIn(email).status()).isEqualTo(201));
		return email;
	}

}
