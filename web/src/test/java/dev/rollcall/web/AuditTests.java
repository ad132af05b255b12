package dev.rollcall.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * S34: each request of an administrator, each command of an operator and each refusal
 * leaves one line, without personal data.
 */
@SpringBootTest(classes = TestService.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rollcall.operator-token=secret", "rollcall.web.time-limit=60s" })
class AuditTests {

	private static final String USER = "0190a8c2-0000-7000-8000-000000000001";

	private static final String PERSON = "ada@example.com";

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void listen() {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(10))
			.build();
		this.lines.start();
		logger().addAppender(this.lines);
	}

	@AfterEach
	void stopListening() {
		logger().detachAppender(this.lines);
	}

	@Test
	void readOfAnAdministratorIsALine() {
		call(HttpMethod.GET, "/api/v1/admin/users/" + USER, AccessTokenFixture.withRole("admin"), 200);

		assertThat(line()).contains(entry("event.kind", "event"), entry("event.category", List.of("iam")),
				entry("event.type", List.of("info")), entry("event.action", "GET /api/v1/admin/users/{id}"),
				entry("event.outcome", "success"), entry("user.id", AccessTokenFixture.USER.toString()),
				entry("user.target.id", USER), entry("http.request.id", "audit-test"),
				entry("http.response.status_code", 200));
	}

	@Test
	void commandThatFailsIsALine() {
		call(HttpMethod.DELETE, "/api/v1/admin/users/" + USER, AccessTokenFixture.withRole("admin"), 404);

		assertThat(line()).contains(entry("event.type", List.of("deletion")), entry("event.outcome", "failure"),
				entry("http.response.status_code", 404));
	}

	@Test
	void commandThatEndsWithoutAnAnswerHasAnUnknownOutcome() {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.post("/api/v1/admin/users/" + USER + "/lock"));

		new AuditTrail().filter(exchange, (passed) -> Mono.never()).subscribe().dispose();
		exchange.getResponse().setComplete().block(Duration.ofSeconds(5));

		assertThat(line()).contains(entry("event.type", List.of("change")), entry("event.outcome", "unknown"),
				entry("user.target.id", USER));
	}

	@Test
	void unavailableCommandHasAnUnknownOutcome() {
		call(HttpMethod.POST, "/api/v1/admin/users/" + USER + "/unavailable", AccessTokenFixture.withRole("admin"),
				503);

		assertThat(line()).contains(entry("event.outcome", "unknown"), entry("http.response.status_code", 503));
	}

	@Test
	void refusedAdministrationIsALine() {
		call(HttpMethod.GET, "/api/v1/admin/users/" + USER, AccessTokenFixture.withRole("support"), 403);
		assertThat(line()).contains(entry("event.outcome", "failure"),
				entry("user.id", AccessTokenFixture.USER.toString()), entry("user.target.id", USER),
				entry("http.response.status_code", 403));

		this.lines.list.clear();
		call(HttpMethod.GET, "/api/v1/admin/users", "nonsense", 401);
		assertThat(line()).contains(entry("event.outcome", "failure"), entry("http.response.status_code", 401))
			.doesNotContainKey("user.id");
	}

	@Test
	void otherRefusalsAreNoLines() {
		call(HttpMethod.GET, "/caller", "nonsense", 401);

		assertThat(this.lines.list).isEmpty();
	}

	@Test
	void textOfTheClientIsNotInTheLine() {
		call(HttpMethod.GET, "/api/v1/admin/users/" + PERSON, AccessTokenFixture.withRole("admin"), 400);
		call(HttpMethod.GET, "/api/v1/admin/" + PERSON + "?q=" + PERSON, AccessTokenFixture.withRole("admin"), 404);
		call(HttpMethod.GET, "/api/v1/admin/" + PERSON, AccessTokenFixture.withRole(PERSON), 403);
		call(HttpMethod.POST, "/actuator/" + PERSON, "secret", 404);

		assertThat(this.lines.list).hasSize(4).allSatisfy((line) -> {
			assertThat(line.getFormattedMessage()).doesNotContain(PERSON);
			assertThat(fields(line).toString()).doesNotContain(PERSON);
		});
	}

	@Test
	void commandOfAnOperatorIsALine() {
		call(HttpMethod.POST, "/actuator/things/17/redrive", "secret", 204);

		assertThat(line()).contains(entry("event.category", List.of("configuration")),
				entry("event.type", List.of("change")), entry("event.outcome", "success"),
				entry("url.path", "/actuator/things/17/redrive"), entry("http.request.id", "audit-test"));
	}

	@Test
	void readOfAnOperatorIsNoLine() {
		call(HttpMethod.GET, "/actuator/things", "secret", 200);

		assertThat(this.lines.list).isEmpty();
	}

	@Test
	void wrongOrMissingOperatorTokenIsALine() {
		call(HttpMethod.GET, "/actuator/things", "wrong", 401);
		assertThat(line()).contains(entry("event.category", List.of("authentication")),
				entry("event.action", "operator-token"), entry("event.outcome", "failure"),
				entry("event.reason", "wrong_token"));

		this.lines.list.clear();
		call(HttpMethod.POST, "/actuator/things/17/redrive", null, 401);
		assertThat(line()).contains(entry("event.reason", "no_token"));
	}

	private void call(HttpMethod method, String path, @Nullable String token, int status) {
		this.client.method(method).uri(path).header(CorrelationId.HEADER, "audit-test").headers((headers) -> {
			if (token != null) {
				headers.setBearerAuth(token);
			}
		}).exchange().expectStatus().isEqualTo(status).expectBody();
	}

	private Map<String, Object> line() {
		assertThat(this.lines.list).hasSize(1);
		return fields(this.lines.list.get(0));
	}

	private static Map<String, Object> fields(ILoggingEvent line) {
		return line.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((KeyValuePair pair) -> pair.key, (KeyValuePair pair) -> pair.value));
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("audit");
	}

}
