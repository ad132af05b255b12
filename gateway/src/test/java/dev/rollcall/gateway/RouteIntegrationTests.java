package dev.rollcall.gateway;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.rollcall.gateway.Upstream.Answer;
import dev.rollcall.gateway.Upstream.Received;

import static org.assertj.core.api.Assertions.assertThat;

@GatewayTest
class RouteIntegrationTests {

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/registrations, /api/v1/registrations", "/register, /api/v1/registrations",
			"/register?a=b, /api/v1/registrations?a=b" })
	void registrationGoesToRegistrationService(String path, String expected) {
		Services.REGISTRATION.answer(Answer.json(201, "{\"userId\":\"1\"}").with("Location", "/api/v1/users/me"));

		HttpResponse<String> answer = this.client.post(path, "{\"email\":\"a@example.org\"}");

		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).isEqualTo("{\"userId\":\"1\"}");
		assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/users/me");
		assertThat(Services.REGISTRATION.last()).extracting(Received::method, Received::uri, Received::body)
			.containsExactly("POST", expected, "{\"email\":\"a@example.org\"}");
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/sessions, /api/v1/sessions", "/login, /api/v1/sessions",
			"/api/v1/sessions/refresh, /api/v1/sessions/refresh" })
	void signInAndRefreshGoToSessionService(String path, String expected) {
		HttpResponse<String> answer = this.client.post(path, "{}");

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.sessionCalls()).extracting(Received::uri).containsExactly(expected);
	}

	@Test
	void discoveryIsOpenAndCacheable() {
		Services.SESSION.answer(Answer.json(200, "{}").with("Cache-Control", "max-age=300"));

		HttpResponse<String> answer = this.client.get("/.well-known/openid-configuration");

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=300");
	}

	@Test
	void gatewayAnswersTheKeysItself() {
		HttpResponse<String> answer = this.client.get("/.well-known/jwks.json");
		for (int i = 0; i < 100; i++) {
			assertThat(this.client.get("/.well-known/jwks.json").body()).isEqualTo(answer.body());
		}

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.headers().firstValue("Cache-Control")).hasValue("max-age=300, public");
		assertThat(answer.body()).contains("\"kid\":\"1\"", "\"crv\":\"P-256\"").doesNotContain("\"d\":");
		assertThat(Services.keyCalls()).isLessThanOrEqualTo(2);
	}

	@Test
	void gatewayAnswersTheKeysWhileSessionServiceFails() {
		assertThat(this.client.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
		Services.SESSION.answer(Answer.of(500));

		assertThat(this.client.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
	}

	@Test
	void keysTakeHeadAndNoParameter() {
		HttpResponse<String> head = this.client
			.send(this.client.to("/.well-known/jwks.json").method("HEAD", BodyPublishers.noBody()));

		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
		assertThat(head.body()).isEmpty();
		Problems.assertProblem(this.client.get("/.well-known/jwks.json?kid=1"), 400, "invalid-request");
	}

	@Test
	void tokenHolderReachesEachService() {
		this.client.getWithToken("/api/v1/users/me");
		this.client.getWithToken("/api/v1/sessions");
		this.client.send(this.client.withToken("/api/v1/sessions/current").DELETE());
		this.client.getWithToken("/api/v1/notifications?limit=5");

		assertThat(Services.REGISTRATION.received()).extracting(Received::uri).containsExactly("/api/v1/users/me");
		assertThat(Services.sessionCalls()).extracting(Received::uri)
			.containsExactly("/api/v1/sessions", "/api/v1/sessions/current");
		assertThat(Services.NOTIFICATION.received()).extracting(Received::uri)
			.containsExactly("/api/v1/notifications?limit=5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/index.html", "/nothing", "/api/v1/admin", "/api/v2/users/me", "/actuator/health",
			"/actuator/gateway/routes", "/.well-known/other", "/favicon.ico" })
	void unknownPathIsNotFoundWithOrWithoutToken(String path) {
		Problems.assertProblem(this.client.get(path), 404, "not-found");
		Problems.assertProblem(this.client.getWithToken(path), 404, "not-found");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /register, POST", "GET, /login, POST", "DELETE, /api/v1/registrations, POST",
			"POST, /.well-known/jwks.json, 'GET, HEAD'" })
	void wrongMethodGetsTheAllowedOne(String method, String path, String allowed) {
		HttpResponse<String> answer = this.client.send(this.client.to(path).method(method, BodyPublishers.noBody()));

		Problems.assertProblem(answer, 405, "method-not-allowed");
		assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
	}

	@Test
	void problemOfServicePassesThrough() {
		String problem = "{\"type\":\"https://rollcall.dev/problems/email-taken\",\"status\":409}";
		Services.REGISTRATION.answer(Answer.problem(409, problem));

		HttpResponse<String> answer = this.client.post("/register", "{}");

		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).isEqualTo(problem);
	}

}
