package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.rollcall.local.platform.Part;
import dev.rollcall.registration.account.Client.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Service
class OutageIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	private Client client;

	@BeforeEach
	void ready() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT).until(() -> register().status() == 201);
	}

	@Test
	void withoutBrokerRegistrationWorksAndTheEventsArriveLater() {
		Platform.PARTS.stop(Part.BROKER);
		Answer registered;
		try {
			registered = register();
			assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
			assertThat(new Client(this.managementPort).call("GET", "/actuator/health/readiness").status())
				.isEqualTo(200);
		}
		finally {
			Platform.PARTS.start(Part.BROKER);
		}
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Topics.of("rollcall-user-events", registered.text("userId"))).hasSize(1));
	}

	@Test
	void withoutStoreRequestsAreAnswered503InTimeAndTheServiceRecovers() {
		String email = Client.anEmail();
		String userId = this.client.register(Client.registration(email)).text("userId");
		Platform.PARTS.stop(Part.STORE);
		try {
			for (Answer answer : List.of(register(), this.client.me(Platform.TOKENS.of(userId)))) {
				assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
				assertThat(answer.problem()).isEqualTo("unavailable");
				assertThat(answer.header("Retry-After")).isEqualTo("1");
				assertThat(answer.delay()).isLessThan(Duration.ofMillis(4500));
			}
		}
		finally {
			Platform.PARTS.start(Part.STORE);
		}
		await().atMost(TIMEOUT).until(() -> register().status() == 201);
		assertThat(this.client.register(Client.registration(email.toUpperCase(Locale.ROOT))).status()).isEqualTo(409);
	}

	@Test
	void serviceStartsWithoutAnyPartAndSaysThatItIsNotReady() {
		String[] arguments = Platform.arguments(
				List.of("--server.port=0", "--management.server.port=0", "--spring.kafka.bootstrap-servers=127.0.0.1:9",
						"--spring.kafka.properties[apicurio.registry.url]=http://127.0.0.1:9/apis/registry/v3",
						"--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:9/jwks.json",
						"--spring.mongodb.uri=mongodb://127.0.0.1:9/registration"));
		Class<?> application = ClassUtils.resolveClassName("dev.rollcall.registration.RegistrationApplication", null);
		SpringApplication other = new SpringApplication(application);
		try (ConfigurableApplicationContext context = other.run(arguments)) {
			Client first = new Client(port(context, "local.server.port"));
			Client management = new Client(port(context, "local.management.port"));
			String token = Platform.TOKENS.of(UUID.randomUUID().toString());
			for (Answer answer : List.of(first.register(Client.registration(Client.anEmail())), first.me(token))) {
				assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
				assertThat(answer.header("Retry-After")).isEqualTo("1");
			}
			assertThat(management.call("GET", "/actuator/health/liveness").status()).isEqualTo(200);
			assertThat(management.call("GET", "/actuator/health/readiness").status()).isEqualTo(503);
		}
	}

	private Answer register() {
		return this.client.register(Client.registration(Client.anEmail()));
	}

	private static int port(ConfigurableApplicationContext context, String name) {
		return Integer.parseInt(context.getEnvironment().getRequiredProperty(name));
	}

}
