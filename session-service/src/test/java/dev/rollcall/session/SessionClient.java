package dev.rollcall.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client of the service.
 */
@TestComponent
@Lazy
final class SessionClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private final WebTestClient web;

	private final WebTestClient management;

	SessionClient(Environment environment) {
		this.web = client(environment, "local.server.port");
		this.management = client(environment, "local.management.port");
	}

	WebTestClient web() {
		return this.web;
	}

	WebTestClient management() {
		return this.management;
	}

	/**
	 * Writes a user's events and waits until the user can sign in.
	 */
	TestUser registered() {
		TestUser user = TestUser.active();
		Log.register(user);
		awaitSignIn(user);
		return user;
	}

	void awaitSignIn(TestUser user) {
		await().atMost(TIMEOUT)
			.untilAsserted(
					() -> signIn(user.email(), user.password(), user.consistencyToken(1)).expectStatus().isCreated());
	}

	ResponseSpec signIn(String email, String password, @Nullable String consistencyToken) {
		return this.web.post().uri("/api/v1/sessions").contentType(MediaType.APPLICATION_JSON).headers((headers) -> {
			if (consistencyToken != null) {
				headers.set("Rollcall-Consistency", consistencyToken);
			}
		}).bodyValue(Map.of("email", email, "password", password, "device", "phone")).exchange();
	}

	Tokens signIn(TestUser user) {
		return tokens(signIn(user.email(), user.password(), null).expectStatus().isCreated());
	}

	ResponseSpec refresh(String refreshToken) {
		return this.web.post()
			.uri("/api/v1/sessions/refresh")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("refreshToken", refreshToken))
			.exchange();
	}

	ResponseSpec list(String accessToken) {
		return this.web.get()
			.uri("/api/v1/sessions")
			.headers((headers) -> headers.setBearerAuth(accessToken))
			.exchange();
	}

	ResponseSpec end(String which, String accessToken) {
		return this.web.delete()
			.uri("/api/v1/sessions" + which)
			.headers((headers) -> headers.setBearerAuth(accessToken))
			.exchange();
	}

	List<String> sessionIds(String accessToken) {
		Map<String, Object> body = json(list(accessToken).expectStatus().isOk());
		return ((List<?>) Objects.requireNonNull(body.get("sessions"))).stream()
			.map((session) -> (String) Objects.requireNonNull(((Map<?, ?>) session).get("sessionId")))
			.toList();
	}

	static Tokens tokens(ResponseSpec response) {
		Map<String, Object> body = json(response);
		return new Tokens((String) body.get("sessionId"), (String) body.get("accessToken"),
				(String) body.get("refreshToken"));
	}

	static Map<String, Object> json(ResponseSpec response) {
		return new HashMap<>(
				Objects.requireNonNull(response.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
				}).returnResult().getResponseBody()));
	}

	/** The body of a refused sign-in without its correlation id. */
	static Map<String, Object> refusal(ResponseSpec response) {
		Map<String, Object> body = json(response.expectStatus().isUnauthorized());
		assertThat(body.remove("correlationId")).isNotNull();
		return body;
	}

	private static WebTestClient client(Environment environment, String port) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + environment.getRequiredProperty(port))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	record Tokens(String sessionId, String accessToken, String refreshToken) {

	}

}
