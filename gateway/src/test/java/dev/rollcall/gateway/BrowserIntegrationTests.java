package dev.rollcall.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.rollcall.gateway.Upstream.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** The session of a browser, with its tokens in cookies. */
@GatewayTest
class BrowserIntegrationTests {

	private static final String GRANT = "{\"sessionId\":\"s\",\"accessToken\":\"%s\",\"refreshToken\":\"%s\","
			+ "\"refreshExpiresIn\":3600}";

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void tokensOfASignInGoIntoCookies() {
		String access = AccessToken.valid();
		grant(access, "refresh-1");
		HttpResponse<String> answer = this.client
			.send(this.client.posting("/login", "{}").header("Rollcall-Mode", "cookie"));
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).contains("sessionId").doesNotContain(access, "refresh-1", "accessToken");
		assertThat(answer.headers().allValues("Set-Cookie"))
			.anySatisfy((cookie) -> assertThat(cookie).startsWith("__Host-rollcall-access=" + access)
				.containsIgnoringCase("; Path=/; Secure; HttpOnly; SameSite=Strict")
				.doesNotContain("Domain"))
			.anySatisfy((cookie) -> assertThat(cookie).startsWith("__Host-rollcall-refresh=refresh-1")
				.containsIgnoringCase("HttpOnly"))
			.anySatisfy((cookie) -> assertThat(cookie).startsWith("__Host-Rollcall-Csrf=")
				.doesNotContainIgnoringCase("HttpOnly"))
			.allSatisfy((cookie) -> assertThat(cookie).startsWith("__Host-")
				.containsIgnoringCase("; Path=/; Secure")
				.doesNotContain("Domain"));
	}

	@Test
	void eachSignInHasItsOwnCsrfTokenAndClearsFormerNames() {
		grant(AccessToken.valid(), "refresh-1");
		HttpResponse<String> answer = this.client.send(this.client.posting("/login", "{}")
			.header("Rollcall-Mode", "cookie")
			.header("Cookie", "__Host-Rollcall-Csrf=mine; Rollcall-Csrf=old; Rollcall-Device=old"));
		assertThat(cookie(answer, "__Host-Rollcall-Csrf")).isNotEmpty().isNotEqualTo("mine");
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("Rollcall-Csrf=; ",
				"Rollcall-Device=; ");
	}

	/** With the access token or, once it has expired, with a new one. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void signInEndsTheBrowsersFormerSession(boolean expired) {
		String former = AccessToken.valid();
		List<String> ended = new CopyOnWriteArrayList<>();
		Services.SESSION.answer((request) -> switch (request.method() + " " + request.uri()) {
			case "POST /api/v1/sessions" -> Answer.json(201, GRANT.formatted("new", "new-refresh"));
			case "POST /api/v1/sessions/refresh" -> Answer.json(200, GRANT.formatted(former, "refresh-2"));
			case "DELETE /api/v1/sessions/current" -> {
				ended.add(request.headers().getFirst("Authorization"));
				yield Answer.of(204);
			}
			default -> Answer.json(200, AccessToken.jwks());
		});
		HttpResponse<String> answer = this.client.send(this.client.posting("/login", "{}")
			.header("Rollcall-Mode", "cookie")
			.header("Cookie", "__Host-rollcall-refresh=refresh-1; __Host-rollcall-access="
					+ (expired ? expiredToken() : former)));
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(cookie(answer, "__Host-rollcall-access")).isEqualTo("new");
		assertThat(ended).containsExactly("Bearer " + former);
	}

	@Test
	void failedSignInEndsNoSession() {
		Services.SESSION.answer((request) -> Answer.json(401, "{}"));
		this.client.send(this.client.posting("/login", "{}")
			.header("Rollcall-Mode", "cookie")
			.header("Cookie", "__Host-rollcall-access=" + AccessToken.valid()));
		assertThat(Services.SESSION.received()).extracting((request) -> request.method()).containsExactly("POST");
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/sessions, 204, true", "/api/v1/sessions/current, 204, true",
			"/api/v1/sessions/SID, 204, true", "/api/v1/users/me, 202, true",
			"/api/v1/sessions?except=current, 204, false",
			"/api/v1/sessions/0190a8c2-0000-7000-8000-000000000001, 204, false", "/api/v1/users/me, 401, false",
			"/api/v1/sessions, 503, false" })
	void endOfTheSessionClearsTheCookies(String path, int status, boolean clears) {
		String session = UUID.randomUUID().toString();
		String access = AccessToken.with((claims) -> claims.claim("sid", session));
		Services.SESSION.answer((request) -> request.method().equals("DELETE") ? Answer.of(status)
				: Answer.json(200, AccessToken.jwks()));
		Services.REGISTRATION.answer(Answer.of(status));
		HttpResponse<String> answer = this.client.send(this.client.to(path.replace("SID", session))
			.header("Cookie", "__Host-rollcall-access=" + access + "; __Host-Rollcall-Csrf=mine")
			.header("Rollcall-Csrf", "mine")
			.DELETE());
		assertThat(answer.statusCode()).isEqualTo(status);
		List<String> cleared = answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.contains("Max-Age=0"))
			.map((cookie) -> cookie.substring(0, cookie.indexOf('=')))
			.toList();
		assertThat(cleared).containsExactlyInAnyOrderElementsOf(clears
				? List.of("__Host-rollcall-access", "__Host-rollcall-refresh", "__Host-Rollcall-Csrf") : List.of());
	}

	private static String cookie(HttpResponse<String> answer, String name) {
		return answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith(name + "="))
			.map((cookie) -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
			.findFirst()
			.orElse("");
	}

	private static String expiredToken() {
		return AccessToken.with((claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(300))));
	}

	@Test
	void withoutTheModeTokensStayInTheBody() {
		grant("a", "r");
		HttpResponse<String> answer = this.client.post("/login", "{}");
		assertThat(answer.body()).isEqualTo(GRANT.formatted("a", "r"));
		assertThat(answer.headers().allValues("Set-Cookie").toString()).doesNotContain("access", "refresh");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cookies", "Cookie", "" })
	void unknownModeIsRefusedBeforeTheSignIn(String mode) {
		HttpResponse<String> answer = this.client
			.send(this.client.posting("/login", "{}").header("Rollcall-Mode", mode));
		Problems.assertProblem(answer, 400, "invalid-request");
		assertThat(Services.sessionCalls()).isEmpty();
	}

	@Test
	void cookieBecomesABearerToken() {
		String access = AccessToken.valid();
		HttpResponse<String> answer = this.client
			.send(this.client.to("/api/v1/users/me").header("Cookie", "__Host-rollcall-access=" + access));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.REGISTRATION.last().headers().getFirst("Authorization")).isEqualTo("Bearer " + access);
	}

	@Test
	void changeByCookieNeedsTheCsrfToken() {
		String cookies = "__Host-rollcall-access=" + AccessToken.valid() + "; __Host-Rollcall-Csrf=guard";
		assertThat(this.client.send(patching(cookies)).statusCode()).isEqualTo(403);
		assertThat(this.client.send(patching(cookies).header("Rollcall-Csrf", "other")).statusCode()).isEqualTo(403);
		String planted = cookies + "; Rollcall-Csrf=planted";
		assertThat(this.client.send(patching(planted).header("Rollcall-Csrf", "planted")).statusCode()).isEqualTo(403);
		assertThat(Services.REGISTRATION.received()).isEmpty();
		assertThat(this.client.send(patching(cookies).header("Rollcall-Csrf", "guard")).statusCode()).isEqualTo(200);
	}

	@Test
	void expiredTokenIsExchanged() {
		String fresh = AccessToken.valid();
		Services.SESSION.answer(
				(request) -> request.uri().equals("/api/v1/sessions/refresh") && request.body().contains("refresh-1")
						? Answer.json(200, GRANT.formatted(fresh, "refresh-2")) : Answer.json(200, AccessToken.jwks()));
		HttpResponse<String> answer = this.client.send(this.client.to("/api/v1/users/me")
			.header("Cookie", "__Host-rollcall-access=" + expiredToken() + "; __Host-rollcall-refresh=refresh-1"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.REGISTRATION.last().headers().getFirst("Authorization")).isEqualTo("Bearer " + fresh);
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("rollcall-refresh=refresh-2");
	}

	@Test
	void exchangePresentsTheBrowsersDevice() {
		exchanging(AccessToken.valid());
		this.client.send(this.client.to("/api/v1/users/me")
			.header("Cookie", "__Host-rollcall-refresh=refresh-1; __Host-Rollcall-Device=known.token"));
		assertThat(Services.SESSION.received()).filteredOn((request) -> request.uri().endsWith("/refresh"))
			.map((request) -> request.headers().getFirst("Rollcall-Device"))
			.containsExactly("known.token");
	}

	@Test
	void newTokensSurviveAnAnswerOfTheGatewaysOwn() {
		exchanging(AccessToken.valid());
		HttpResponse<String> answer = this.client.send(this.client.to("/nothing")
			.header("Cookie", "__Host-rollcall-refresh=refresh-1; __Host-Rollcall-Csrf=mine"));
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("__Host-rollcall-refresh=refresh-2",
				"__Host-Rollcall-Csrf=mine; Max-Age=3600");
	}

	@Test
	void signOutClearsTheCookiesOnceTheSessionHasEnded() {
		String fresh = AccessToken.valid();
		for (int status : new int[] { 204, 503 }) {
			Services.SESSION.answer((request) -> request.uri().equals("/api/v1/sessions/refresh")
					? Answer.json(200, GRANT.formatted(fresh, "refresh-2"))
					: request.method().equals("DELETE") ? Answer.of(status) : Answer.json(200, AccessToken.jwks()));
			String cookies = this.client
				.send(this.client.to("/api/v1/sessions/current")
					.header("Cookie", "__Host-rollcall-refresh=refresh-1; __Host-Rollcall-Csrf=mine")
					.header("Rollcall-Csrf", "mine")
					.DELETE())
				.headers()
				.allValues("Set-Cookie")
				.toString();
			assertThat(cookies)
				.contains((status == 204) ? "__Host-rollcall-refresh=; " : "__Host-rollcall-refresh=refresh-2")
				.doesNotContain((status == 204) ? "refresh-2" : "refresh=; ");
		}
	}

	@Test
	void servicesDoNotSeeTheGatewaysCookies() {
		this.client.send(this.client.to("/api/v1/users/me")
			.header("Cookie", "theme=dark; __Host-rollcall-access=" + AccessToken.valid()
					+ "; __Host-rollcall-refresh=refresh-1; __Host-Rollcall-Device=known; __Host-Rollcall-Csrf=guard; "
					+ "Rollcall-Device=old; Rollcall-Csrf=old; rollcall-consistency=old; __Host-rollcall-consistency=a"));
		assertThat(Services.REGISTRATION.last().headers().getFirst("Cookie")).isEqualTo("theme=dark");
	}

	@Test
	void staleCookiesDoNotBreakPublicCalls() {
		String cookies = "__Host-rollcall-access=old; __Host-rollcall-refresh=old";
		for (String path : new String[] { "/api/v1/email-verifications", "/api/v1/password-resets/confirm",
				"/register" }) {
			assertThat(this.client.send(this.client.posting(path, "{}").header("Cookie", cookies)).statusCode())
				.as(path)
				.isEqualTo(200);
		}
	}

	@Test
	void refusedRefreshTokenEndsTheBrowsersSession() {
		Services.SESSION.answer((request) -> request.uri().equals("/api/v1/sessions/refresh") ? Answer.json(401, "{}")
				: Answer.json(200, AccessToken.jwks()));
		HttpResponse<String> answer = this.client
			.send(this.client.to("/api/v1/users/me").header("Cookie", "__Host-rollcall-refresh=old"));
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("__Host-rollcall-refresh=; ",
				"Max-Age=0");
	}

	@Test
	void knownDeviceIsKept() {
		Services.SESSION
			.answer((request) -> Answer.json(201, GRANT.formatted("a", "r")).with("Rollcall-Device", "known.token"));
		HttpResponse<String> answer = this.client.post("/login", "{}");
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("__Host-Rollcall-Device=known.token");
		this.client.send(this.client.posting("/login", "{}")
			.header("Cookie", "Rollcall-Device=planted; __Host-Rollcall-Device=known.token"));
		assertThat(Services.SESSION.last().headers().getFirst("Rollcall-Device")).isEqualTo("known.token");
	}

	@Test
	void deviceOfAPasswordResetIsKept() {
		Services.REGISTRATION.answer((request) -> Answer.of(204).with("Rollcall-Device", "fresh.token"));
		HttpResponse<String> answer = this.client.post("/api/v1/password-resets/confirm", "{}");
		assertThat(answer.headers().firstValue("Rollcall-Device")).contains("fresh.token");
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("Rollcall-Device=fresh.token");
	}

	@Test
	void administrationNeedsTheRole() {
		assertThat(this.client.getWithToken("/api/v1/admin/users").statusCode()).isEqualTo(403);
		String admin = AccessToken.with((claims) -> claims.claim("roles", List.of("admin")));
		HttpRequest.Builder request = this.client.to("/api/v1/admin/users").header("Authorization", "Bearer " + admin);
		assertThat(this.client.send(request).statusCode()).isEqualTo(200);
		this.client.send(this.client.posting("/api/v1/admin/users/1/sessions/end", "{}")
			.header("Authorization", "Bearer " + admin));
		assertThat(Services.SESSION.received().toString()).contains("/api/v1/admin/users/1/sessions/end");
	}

	@Test
	void exportHasNoParameters() {
		Problems.assertProblem(this.client.getWithToken("/api/v1/users/me/export?of=other"), 400, "invalid-request");
	}

	@Test
	void exportPutsAllPartsTogether() {
		Map<Upstream, String> parts = new HashMap<>();
		parts.put(Services.REGISTRATION, "{\"account\":{\"email\":\"a\"}}");
		parts.put(Services.NOTIFICATION, "{\"notifications\":[]}");
		parts.forEach((service, body) -> service.answer(Answer.json(200, body)));
		Services.SESSION.answer((request) -> Answer.json(200,
				request.uri().endsWith("export") ? "{\"sessions\":[]}" : AccessToken.jwks()));
		HttpResponse<String> answer = this.client.getWithToken("/api/v1/users/me/export");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"account\":{\"email\":\"a\"},\"sessions\":[],\"notifications\":[]}");
		Services.NOTIFICATION.answer(Answer.json(503, "{}"));
		HttpResponse<String> refused = this.client.getWithToken("/api/v1/users/me/export");
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).contains("1");
	}

	private static void exchanging(String fresh) {
		Services.SESSION.answer((request) -> request.uri().equals("/api/v1/sessions/refresh")
				? Answer.json(200, GRANT.formatted(fresh, "refresh-2")) : Answer.json(200, AccessToken.jwks()));
	}

	private static void grant(String access, String refresh) {
		Services.SESSION.answer((request) -> Answer.json(201, GRANT.formatted(access, refresh)));
	}

	private HttpRequest.Builder patching(String cookies) {
		return this.client.to("/api/v1/users/me")
			.header("Cookie", cookies)
			.header("Content-Type", "application/json")
			.method("PATCH", BodyPublishers.ofString("{}"));
	}

}
