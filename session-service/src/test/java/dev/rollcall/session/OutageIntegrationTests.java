package dev.rollcall.session;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.rollcall.local.platform.Part;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The service connects to the registry and the store through doors. A door cannot cut off
 * the broker once a client knows it, because the broker advertises its own address.
 */
class OutageIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(120);

	/** A well-formed token: only the keys show that it is forged. */
	private static final String FORGED = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30." + "A".repeat(86);

	@Test
	void serviceStartsWithoutAnyPartAndRecovers() {
		String store = RealPlatform.platform().storeUri("first-start");
		try (Door toStore = Door.to(port(store));
				Door toBroker = Door.to(port("http://" + RealPlatform.platform().bootstrapServers()));
				Door toRegistry = Door.to(port(RealPlatform.platform().registryUrl()));
				ConfigurableApplicationContext service = start("first-start",
						Map.of("ROLLCALL_SESSION_STORE_URI",
								store.replace(":" + port(store) + "/", ":" + toStore.port() + "/"),
								"ROLLCALL_BOOTSTRAP_SERVERS", "127.0.0.1:" + toBroker.port(), "ROLLCALL_REGISTRY_URL",
								"http://127.0.0.1:" + toRegistry.port()))) {
			SessionClient client = new SessionClient(service.getEnvironment());
			assertThat(readiness(client)).isEqualTo(503);
			TestUser user = TestUser.active();
			expectUnavailable(client.signIn(user.email(), user.password(), null));
			expectUnavailable(client.list(FORGED));

			toStore.open();
			toBroker.open();
			toRegistry.open();

			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(readiness(client)).isEqualTo(200));
			client.list(FORGED).expectStatus().isUnauthorized();
		}
	}

	@Test
	void signInAndRefreshNeedNeitherBrokerNorRegistry() {
		try (Door toRegistry = Door.to(port(RealPlatform.platform().registryUrl()))) {
			toRegistry.open();
			try (ConfigurableApplicationContext service = start("outage",
					Map.of("ROLLCALL_REGISTRY_URL", "http://127.0.0.1:" + toRegistry.port()))) {
				SessionClient client = new SessionClient(service.getEnvironment());
				await().atMost(TIMEOUT).untilAsserted(() -> assertThat(readiness(client)).isEqualTo(200));
				TestUser user = client.registered();
				toRegistry.shut();
				// A graceful stop of the broker takes many seconds and is no outage.
				RealPlatform.platform().kill(Part.BROKER);

				try {
					SessionClient.Tokens tokens = client.signIn(user);
					client.refresh(tokens.refreshToken()).expectStatus().isOk();
					assertThat(readiness(client)).isEqualTo(200);
				}
				finally {
					RealPlatform.platform().start(Part.BROKER);
				}

				// From the sign-in of registered() and the one during the outage.
				assertThat(Log.sessionEvents(user.id(), 2)).hasSize(2);
			}
		}
	}

	/** Uses its own store and groups: the service of other tests still runs. */
	private static ConfigurableApplicationContext start(String name, Map<String, String> more) {
		Map<String, Object> settings = new HashMap<>(RealPlatform.settings());
		settings.putAll(TestKeys.properties());
		settings.putAll(Map.of("ROLLCALL_SESSION_STORE_URI", RealPlatform.platform().storeUri(name),
				"rollcall.outbox.service", name, "rollcall.outbox.relay-topic", "rollcall-session-service-relay",
				"rollcall.projection.service", name));
		settings.putAll(more);
		return new SpringApplicationBuilder(SessionApplication.class).run(settings.entrySet()
			.stream()
			.map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())
			.toArray(String[]::new));
	}

	private static void expectUnavailable(ResponseSpec response) {
		response.expectStatus().isEqualTo(503).expectHeader().valueEquals("Retry-After", "1");
	}

	private static int readiness(SessionClient client) {
		return client.management()
			.get()
			.uri("/actuator/health/readiness")
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

	private static int port(String address) {
		return URI.create(address).getPort();
	}

}
