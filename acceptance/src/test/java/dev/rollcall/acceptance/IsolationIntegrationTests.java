package dev.rollcall.acceptance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two users, each route, each verb: no user reads or changes data of the other, and
 * outsiders cannot reach the management endpoints.
 */
class IsolationIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(IsolationIntegrationTests.class);

	private static final List<String> VERBS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");

	private static final List<String> ENDPOINTS = List.of("", "/health", "/prometheus", "/metrics", "/info", "/env",
			"/beans", "/mappings", "/configprops", "/conditions", "/loggers", "/heapdump", "/threaddump", "/logfile",
			"/shutdown", "/refresh", "/gateway/routes", "/caches", "/scheduledtasks", "/verify", "/deadletters",
			"/projections", "/keys/rotate", "/reseal", "/jolokia");

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final String email = Client.anEmail();

	/**
	 * Ending a session of another user returns 204 and changes nothing. OPTIONS returns
	 * the verbs of a path, whatever its id.
	 */
	@Test
	void usersCannotReadOrChangeDataOfOthers() {
		String userId = this.client.register(this.email).text("userId");
		Answer owner = signIn(this.email);
		signIn(this.email);
		await().untilAsserted(
				() -> assertThat(this.client.get("/api/v1/notifications", owner).json().path("notifications"))
					.isNotEmpty());
		String notification = this.client.get("/api/v1/notifications", owner)
			.json()
			.at("/notifications/0/notificationId")
			.asText();
		List<String> before = all(owner);
		String stranger = Client.anEmail();
		this.client.register(stranger);
		Answer session = signIn(stranger);
		int calls = 0;
		for (String path : paths()) {
			String address = path.replace("{sessionId}", owner.text("sessionId"))
				.replace("{id}", path.startsWith("/api/v1/admin/") ? userId : notification);
			for (String verb : VERBS) {
				if (path.endsWith("/stream") && (verb.equals("GET") || verb.equals("HEAD"))) {
					continue;
				}
				Answer answer = this.client.call(verb, address, session, verb.equals("GET") ? "" : "{}");
				calls++;
				// The instance of a problem repeats the address of the request.
				assertThat(answer.response().body().replace(address, "")).as("%s %s", verb, address)
					.doesNotContain(this.email, userId)
					.doesNotContain("\"sessionId\":\"" + owner.text("sessionId"));
				boolean saysNothing = verb.equals("OPTIONS")
						|| (verb.equals("DELETE") && path.equals("/api/v1/sessions/{sessionId}"));
				if (path.contains("{") && !saysNothing) {
					assertThat(answer.status()).as("%s %s", verb, address).isIn(400, 403, 404, 405);
				}
				if (verb.equals("DELETE") && answer.status() == 204) {
					session = signIn(stranger);
				}
			}
		}
		logger.info("{} calls with the ids of another user", calls);
		assertThat(all(owner)).isEqualTo(before);
	}

	@Test
	void managementIsNotReachableFromOutside() {
		List<String> found = new ArrayList<>();
		for (String endpoint : ENDPOINTS) {
			for (String prefix : List.of("/actuator", "/%61ctuator", "/actuator;x=y", "/api/v1/../../actuator",
					"/api/v1/users/../../../actuator", "/session-service/actuator", "/.well-known/../actuator")) {
				int status = this.client.get(prefix + endpoint).status();
				if (status != 404 && status != 400) {
					found.add("%s: %d".formatted(prefix + endpoint, status));
				}
			}
			for (int port : List.of(8081, 8082, 8083)) {
				int status = new Client(this.system.service(port)).get("/actuator" + endpoint).status();
				if (status != 404 && status != 401) {
					found.add("%d %s: %d".formatted(port, endpoint, status));
				}
			}
		}
		assertThat(found).isEmpty();
	}

	@Test
	void managementNeedsTheOperatorsTokenExceptHealthAndMetrics() {
		List<String> open = new ArrayList<>();
		for (int port : List.of(9080, 9081, 9082, 9083)) {
			URI management = this.system.service(port);
			ENDPOINTS.stream()
				.filter((endpoint) -> new Client(management).get("/actuator" + endpoint).status() < 400)
				.forEach((endpoint) -> open.add(port + endpoint));
		}
		assertThat(open).isEqualTo(Stream.of(9080, 9081, 9082, 9083)
			.flatMap((port) -> Stream.of(port + "/health", port + "/prometheus"))
			.toList());
	}

	private List<String> paths() {
		List<String> paths = new ArrayList<>();
		this.client.get("/openapi.json").json().path("paths").fieldNames().forEachRemaining(paths::add);
		assertThat(paths).hasSizeGreaterThan(25);
		return paths;
	}

	private List<String> all(Answer session) {
		return Stream
			.of("/api/v1/users/me", "/api/v1/sessions", "/api/v1/notifications", "/api/v1/notifications/preferences")
			.map((path) -> this.client.get(path, session).toString())
			.toList();
	}

	private Answer signIn(String address) {
		return await().until(() -> this.client.signIn(address), (answer) -> answer.status() == 201);
	}

}
