package dev.rollcall.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import dev.rollcall.gateway.Upstream.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** The web pages: their requests, and the calls that they send on. */
@GatewayTest
class PageIntegrationTests {

	private static final String GRANT = "{\"sessionId\":\"s\",\"accessToken\":\"%s\",\"refreshToken\":\"%s\","
			+ "\"refreshExpiresIn\":3600}";

	private static final String POLICY = "default-src 'none'; style-src 'self'";

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
		Services.PAGES.answer(Answer.of(200).with("Content-Security-Policy", POLICY).with("Cache-Control", "no-store"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/verify-email?token=a", "/forgot-password",
			"/reset-password?token=a", "/change-email?token=a", "/undo-email-change?token=a", "/account",
			"/account/sessions", "/console", "/console/users/1", "/assets/pages.css", "/.well-known/change-password" })
	void pagesNeedNoToken(String path) {
		assertThat(this.client.get(path).statusCode()).isEqualTo(200);
		assertThat(Services.PAGES.last().uri()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/accounts", "/sign-in/", "/api/v1/users/me", "/assets", "/Account" })
	void otherPathsAreNoPages(String path) {
		assertThat(this.client.get(path).statusCode()).isIn(401, 404);
		assertThat(Services.PAGES.received()).isEmpty();
	}

	/** The form's own token is what the pages verify. */
	@Test
	void pageGetsTheBrowsersSessionAndDevice() {
		String access = AccessToken.valid();
		HttpResponse<String> answer = this.client.send(form("/account/profile").header("Cookie",
				"__Host-rollcall-access=" + access + "; __Host-Rollcall-Device=known.token; __Host-pages-form=mine"));
		assertThat(answer.statusCode()).isEqualTo(200);
		HttpHeaders received = Services.PAGES.last().headers();
		assertThat(received.get("Authorization")).containsExactly("Bearer " + access);
		assertThat(received.get("Rollcall-Device")).containsExactly("known.token");
		assertThat(received.get("Rollcall-Client-Address")).containsExactly("127.0.0.1");
		assertThat(received.get("Cookie")).containsExactly("__Host-pages-form=mine");
	}

	@Test
	void expiredTokenOfAPageIsExchanged() {
		String fresh = AccessToken.valid();
		Services.SESSION.answer((request) -> Answer.json(200, GRANT.formatted(fresh, "refresh-2")));
		HttpResponse<String> answer = this.client
			.send(this.client.to("/account").header("Cookie", "__Host-rollcall-refresh=refresh-1"));
		assertThat(Services.PAGES.last().headers().getFirst("Authorization")).isEqualTo("Bearer " + fresh);
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("__Host-rollcall-refresh=refresh-2");
	}

	/** The page has set or cleared them after the gateway has exchanged the token. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cookiesOfThePageAreNewerThanThoseOfTheExchange(boolean refused) {
		Services.SESSION.answer((request) -> refused ? Answer.json(401, "{}")
				: Answer.json(200, GRANT.formatted(AccessToken.valid(), "refresh-2")));
		Services.PAGES.answer(Answer.of(303).with("Set-Cookie", "__Host-rollcall-refresh=mine; Path=/; Secure"));
		List<String> cookies = this.client.send(form("/sign-in").header("Cookie", "__Host-rollcall-refresh=refresh-1"))
			.headers()
			.allValues("Set-Cookie");
		assertThat(cookies).filteredOn((cookie) -> cookie.startsWith("__Host-rollcall-refresh="))
			.containsExactly("__Host-rollcall-refresh=mine; Path=/; Secure");
		assertThat(cookies).anyMatch((cookie) -> cookie.startsWith("__Host-rollcall-access="));
	}

	@Test
	void pageIsShownWhileSessionServiceIsDown() {
		Services.SESSION.answer(Answer.json(503, "{}"));
		HttpResponse<String> answer = this.client
			.send(this.client.to("/verify-email?token=a").header("Cookie", "__Host-rollcall-refresh=refresh-1"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(Services.PAGES.last().headers().containsHeader("Authorization")).isFalse();
		assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
	}

	@Test
	void filesNeedNoSession() {
		Services.PAGES.answer(Answer.of(200).with("Cache-Control", "max-age=3600"));
		HttpResponse<String> answer = this.client
			.send(this.client.to("/assets/pages.css").header("Cookie", "__Host-rollcall-refresh=refresh-1"));
		assertThat(Services.sessionCalls()).isEmpty();
		assertThat(Services.PAGES.last().headers().containsHeader("Authorization")).isFalse();
		assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=3600");
	}

	@Test
	void signInFormWaitsForTheSignUpBefore() {
		String cookie = "__Host-rollcall-consistency=cGF5bG9hZA.bWFj_-";
		this.client.send(form("/sign-in").header("Cookie", cookie));
		assertThat(Services.PAGES.last().headers().get("Rollcall-Consistency")).containsExactly("cGF5bG9hZA.bWFj_-");
		this.client.send(form("/account/profile").header("Cookie", cookie));
		assertThat(Services.PAGES.last().headers().containsHeader("Rollcall-Consistency")).isFalse();
	}

	@Test
	void pageKeepsItsOwnPolicyAndProblemsHaveTheGateways() {
		assertThat(this.client.get("/sign-in").headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
		Services.PAGES.hang();
		HttpResponse<String> refused = this.client.get("/sign-in");
		Problems.assertProblem(refused, 503, "unavailable");
		assertThat(refused.headers().allValues("Content-Security-Policy"))
			.containsExactly("default-src 'none'; frame-ancestors 'none'");
	}

	/** A call of a page may take as long as a sign-in. */
	@Test
	void pageHasMoreTimeThanItsCalls() {
		Services.PAGES.answerAfter(Duration.ofMillis(2500), Answer.of(200));
		assertThat(this.client.get("/account").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "/api/v1/sessions/current, 204, true", "/api/v1/sessions?except=current, 204, false",
			"/api/v1/sessions/current, 503, false" })
	void callThatEndsTheSessionClearsTheCookies(String path, int status, boolean clears) {
		Services.SESSION.answer((request) -> request.method().equals("DELETE") ? Answer.of(status)
				: Answer.json(200, AccessToken.jwks()));
		HttpResponse<String> answer = this.client
			.send(this.client.withToken(path).header("Rollcall-Mode", "cookie").DELETE());
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().allValues("Set-Cookie")).hasSize(clears ? 3 : 0)
			.allSatisfy((cookie) -> assertThat(cookie).contains("Max-Age=0"));
	}

	@Test
	void withoutTheModeACallClearsNoCookies() {
		Services.SESSION.answer(
				(request) -> request.method().equals("DELETE") ? Answer.of(204) : Answer.json(200, AccessToken.jwks()));
		assertThat(this.client.send(this.client.withToken("/api/v1/sessions/current").DELETE())
			.headers()
			.allValues("Set-Cookie")).isEmpty();
	}

	@Test
	void signInByAPageEndsTheFormerSession() {
		Services.SESSION.answer((request) -> request.method().equals("DELETE") ? Answer.of(204)
				: Answer.json(201, GRANT.formatted("new", "new-refresh")));
		String former = AccessToken.valid();
		HttpResponse<String> answer = this.client.send(this.client.posting("/api/v1/sessions", "{}")
			.header("Rollcall-Mode", "cookie")
			.header("Authorization", "Bearer " + former));
		assertThat(answer.headers().allValues("Set-Cookie").toString()).contains("__Host-rollcall-access=new");
		assertThat(Services.sessionCalls())
			.extracting((request) -> request.method() + " " + request.headers().getFirst("Authorization"))
			.containsExactly("POST null", "DELETE Bearer " + former);
	}

	@Test
	void expiredFormerSessionIsLeftAlone() {
		Services.SESSION.answer((request) -> Answer.json(201, GRANT.formatted("new", "new-refresh")));
		String expired = AccessToken
			.with((claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(300))));
		HttpResponse<String> answer = this.client.send(this.client.posting("/api/v1/sessions", "{}")
			.header("Rollcall-Mode", "cookie")
			.header("Authorization", "Bearer " + expired));
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(Services.sessionCalls()).extracting((request) -> request.method()).isEqualTo(List.of("POST"));
	}

	private HttpRequest.Builder form(String path) {
		return this.client.to(path)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("csrf=mine"));
	}

}
