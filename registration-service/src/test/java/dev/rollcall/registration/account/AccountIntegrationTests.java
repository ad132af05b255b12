package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.registration.account.Client.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Service
class AccountIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final AccessTokens TOKENS = Platform.TOKENS;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	private Client client;

	private Answer registered;

	@BeforeEach
	void register() {
		this.client = new Client(this.port);
		await().atMost(TIMEOUT).until(() -> {
			this.registered = this.client.register(Client.registration(Client.anEmail()));
			return this.registered.status() == 201;
		});
	}

	@Test
	void userSeesTheOwnAccount() {
		Answer answer = this.client.me(TOKENS.of(this.registered.text("userId")));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		assertThat(answer.json()).isEqualTo(this.registered.json());
	}

	@Test
	void unknownUserIsNotFound() {
		assertThat(this.client.me(TOKENS.of(UUID.randomUUID().toString())).status()).isEqualTo(404);
	}

	@Test
	void missingTokenIsUnauthorized() {
		Answer answer = this.client.call("GET", "/api/v1/users/me");
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.problem()).isEqualTo("unauthorized");
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
		assertThat(answer.header("Correlation-Id")).isNotBlank();
	}

	@Test
	void invalidTokenIsUnauthorized() {
		String user = this.registered.text("userId");
		Date past = Date.from(Instant.now().minusSeconds(120));
		Map<String, String> tokens = Map.ofEntries(Map.entry("another key", TOKENS.forged(user)),
				Map.entry("no JWT", "e30.e30.e30"),
				Map.entry("no signature", "eyJhbGciOiJub25lIn0." + TOKENS.of(user).split("\\.")[1] + "."),
				Map.entry("an ID token", TOKENS.of(user, "JWT", (claims) -> claims)),
				Map.entry("expired", TOKENS.of(user, "at+jwt", (claims) -> claims.expirationTime(past))),
				Map.entry("another issuer", TOKENS.of(user, "at+jwt", (claims) -> claims.issuer("http://evil.test"))),
				Map.entry("another audience", TOKENS.of(user, "at+jwt", (claims) -> claims.audience(List.of("other")))),
				Map.entry("no audience", TOKENS.of(user, "at+jwt", (claims) -> claims.audience(List.of()))),
				Map.entry("no user", TOKENS.of("admin", "at+jwt", (claims) -> claims)));
		tokens.forEach((what, token) -> assertThat(this.client.me(token).status()).as(what).isEqualTo(401));
	}

	@Test
	void malformedPathIsAProblemToo() {
		Answer answer = this.client.call("GET", "/api/v1//users/me");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo("invalid-request");
	}

	@Test
	void expiredTokenDoesNotPreventARegistration() {
		Answer answer = this.client.register(Client.registration(Client.anEmail()), "Authorization", "Bearer nonsense");
		assertThat(answer.status()).isEqualTo(201);
	}

	@Test
	void managementPortShowsHealthAndMetricsOnly() {
		Client management = new Client(this.managementPort);
		await().atMost(TIMEOUT)
			.untilAsserted(
					() -> assertThat(management.call("GET", "/actuator/health/readiness").status()).isEqualTo(200));
		assertThat(management.call("GET", "/actuator/health/liveness").text("status")).isEqualTo("UP");
		assertThat(management.call("GET", "/actuator/prometheus").response().body()).contains("executor_pool_max");
		for (String closed : List.of("/actuator", "/actuator/env", "/actuator/heapdump", "/api/v1/users/me")) {
			assertThat(management.call("GET", closed).status()).as(closed).isIn(401, 404);
		}
	}

	@Test
	void managementEndpointsNeedTheOperatorsToken() {
		Client management = new Client(this.managementPort);
		for (String path : List.of("/actuator", "/actuator/verify", "/actuator/unknown", "/actuator/health2")) {
			for (String header : List.of("", "Bearer wrong",
					"Bearer " + Platform.TOKENS.of(UUID.randomUUID().toString()))) {
				Answer refused = management.call("GET", path, "Authorization", header);
				assertThat(refused.status()).as(path + " " + header).isEqualTo(401);
				assertThat(refused.problem()).isEqualTo("unauthorized");
			}
			assertThat(management.call("POST", path).status()).isEqualTo(401);
		}
		for (String token : List.of("former", Platform.OPERATOR)) {
			Answer report = management.call("GET", "/actuator/verify", "Authorization", "Bearer " + token);
			assertThat(report.status()).as(report.toString()).isEqualTo(200);
			assertThat(report.text("state")).isNotEmpty();
		}
		assertThat(management.call("GET", "/actuator/unknown", "Authorization", "Bearer former").status())
			.isEqualTo(404);
	}

	@Test
	void operatorsTokenOpensNothingOnTheMainPort() {
		for (String path : List.of("/actuator/verify", "/actuator/health", "/api/v1/users/me")) {
			assertThat(this.client.call("GET", path, "Authorization", "Bearer " + Platform.OPERATOR).status()).as(path)
				.isIn(401, 404);
		}
	}

}
