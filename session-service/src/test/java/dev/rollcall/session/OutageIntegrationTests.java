package dev.rollcall.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.rollcall.local.platform.Part;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class OutageIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	@Test
	void serviceStartsWithoutAnythingAndRecoversUnaided() {
		RealPlatform.platform().stop(Part.STORE);
		RealPlatform.platform().stop(Part.REGISTRY);
		RealPlatform.platform().stop(Part.BROKER);
		try (ConfigurableApplicationContext service = start(
				Map.of("ROLLCALL_SESSION_STORE_URI", RealPlatform.platform().storeUri("outage"),
						"rollcall.outbox.service", "session-service-outage", "rollcall.outbox.relay-topic",
						"rollcall-session-service-relay", "rollcall.projection.service", "session-service-outage"))) {
			assertThat(readiness(service)).isEqualTo(503);

			RealPlatform.platform().start(Part.STORE);
			RealPlatform.platform().start(Part.BROKER);
			RealPlatform.platform().start(Part.REGISTRY);

			await().atMost(LIMIT).untilAsserted(() -> assertThat(readiness(service)).isEqualTo(200));
		}
		finally {
			restart();
		}
	}

	@Test
	void signInAndRefreshNeedNeitherBrokerNorRegistry() {
		try (ConfigurableApplicationContext service = start(Map.of())) {
			SessionClient client = new SessionClient(service.getEnvironment());
			await().atMost(LIMIT).untilAsserted(() -> assertThat(readiness(service)).isEqualTo(200));
			TestUser user = client.registered();
			RealPlatform.platform().stop(Part.REGISTRY);
			RealPlatform.platform().stop(Part.BROKER);

			SessionClient.Tokens tokens = client.signIn(user);

			client.refresh(tokens.refreshToken()).expectStatus().isOk();
			assertThat(readiness(service)).isEqualTo(200);
			restart();
			// The one that found the user registered, and the one during the outage.
			assertThat(Log.sessionEvents(user.id(), 2)).hasSize(2);
		}
		finally {
			restart();
		}
	}

	@Test
	void missingSecretStopsTheStartAndIsNamed() {
		assertThatThrownBy(() -> start(Map.of("rollcall.keys.refresh", "")).close())
			.hasRootCauseMessage("The secret rollcall.keys.refresh is missing: a Tink keyset in JSON, as a file of "
					+ "that name in the directory that ROLLCALL_SECRETS names");
	}

	private static ConfigurableApplicationContext start(Map<String, String> more) {
		Map<String, Object> settings = new HashMap<>(RealPlatform.settings());
		settings.putAll(TestKeys.properties());
		settings.putAll(more);
		return new SpringApplicationBuilder(SessionApplication.class).run(settings.entrySet()
			.stream()
			.map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())
			.toArray(String[]::new));
	}

	private static void restart() {
		RealPlatform.platform().stop(Part.BROKER);
		RealPlatform.platform().stop(Part.REGISTRY);
		RealPlatform.platform().start(Part.BROKER);
		RealPlatform.platform().start(Part.REGISTRY);
	}

	private static int readiness(ConfigurableApplicationContext service) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.management.port"))
			.responseTimeout(Duration.ofSeconds(30))
			.build()
			.get()
			.uri("/actuator/health/readiness")
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

}
