package dev.rollcall.pages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "rollcall.pages.return-to=https://shop.example.com/back" })
class PagesIntegrationTests {

	private static final String FORM = "__Host-pages-form";

	private static final String TOKEN = "A".repeat(24);

	private static final StubGateway GATEWAY = new StubGateway();

	private WebTestClient browser;

	@BeforeEach
	void open(@LocalServerPort int port) {
		DefaultUriBuilderFactory asWritten = new DefaultUriBuilderFactory("http://127.0.0.1:" + port);
		asWritten.setEncodingMode(DefaultUriBuilderFactory.EncodingMode.NONE);
		this.browser = WebTestClient.bindToServer().uriBuilderFactory(asWritten).build();
		GATEWAY.reset();
	}

	@DynamicPropertySource
	static void gateway(DynamicPropertyRegistry properties) {
		properties.add("rollcall.pages.api.gateway", GATEWAY::address);
	}

	@AfterAll
	static void stop() {
		GATEWAY.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/verify-email?token=t", "/change-email?token=t",
			"/undo-email-change?token=t", "/forgot-password", "/reset-password?token=t", "/no-such-page" })
	void everyPageIsSmallAndRunsNothing(String path) {
		String page = get(path, "en");
		assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(50_000);
		assertThat(page).contains("<html lang=\"en\">")
			.containsOnlyOnce("<script")
			.containsPattern("<script type=\"module\" src=\"/assets/pages.js[?]v=[0-9a-f]{12}\"></script>")
			.doesNotContain("style=")
			.doesNotContainPattern("\\son[a-z]+=");
		assertThat(GATEWAY.calls).isEmpty();
	}

	@Test
	void policyForbidsEverythingThatIsNotNeeded() {
		this.browser.get()
			.uri("/sign-in")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).startsWith("default-src 'none'")
						.contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
						.doesNotContain("unsafe"))
			.expectHeader()
			.valueEquals("Referrer-Policy", "no-referrer")
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "de:Anmelden", "es:Iniciar sesión", "fr:Se connecter", "ja:サインイン", "zh-CN:登录", "tlh:Sign in" })
	void pageIsInTheLanguageOfTheBrowser(String expected) {
		String[] parts = expected.split(":");
		assertThat(get("/sign-in", parts[0])).contains(parts[1]);
	}

	@Test
	void passwordManagersRecogniseTheFields() {
		assertThat(get("/sign-in", "en")).contains("autocomplete=\"username\"", "autocomplete=\"current-password\"");
		assertThat(get("/sign-up", "en")).contains("autocomplete=\"username\"", "autocomplete=\"new-password\"");
	}

	@Test
	void signUpSendsWhatWasEntered() {
		GATEWAY.answer("POST /api/v1/registrations", 201, "{}");
		post("/sign-up", form("email", "ada@example.com", "password", "an engine that weaves"), (request) -> {
		}).expectStatus().isSeeOther().expectHeader().valueEquals("Location", "/sign-in?done=signed-up");
		assertThat(GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.body()).contains("\"email\":\"ada@example.com\"", "\"locale\":\"en\"")
				.doesNotContain("displayName", "csrf"));
	}

	@Test
	void refusedFieldsAreShownWithTheirReasonsAndWithoutThePassword() {
		GATEWAY.answer("POST /api/v1/registrations", 400,
				"""
						{"type":"https://rollcall.dev/problems/invalid-request","errors":[{"field":"password","code":"weak","message":"m"},
						{"field":"email","code":"not-known-here","message":"<b>said by the service</b>"}]}""");
		String page = body(post("/sign-up",
				form("email", "\"><script>alert(1)</script>", "password", "secret-secret", "displayName", "A&B"),
				(request) -> {
				})
			.expectStatus()
			.isBadRequest());
		assertThat(page)
			.contains("This is too easy to guess", "&lt;b&gt;said by the service", "aria-invalid=\"true\"", "A&amp;B")
			.doesNotContain("secret-secret", "<script>", "<b>");
	}

	@Test
	void signInPassesTheCookiesOnAndReturns() {
		GATEWAY.answer("POST /api/v1/sessions", 201, "{}", "__Host-rollcall-access=a; Path=/; Secure",
				"__Host-rollcall-refresh=r; Path=/; Secure");
		post("/sign-in", form("email", "ada@example.com", "password", "p", "returnTo", "/account/sessions"),
				(request) -> request.header("Rollcall-Client-Address", "192.0.2.7"))
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/account/sessions")
			.expectCookie()
			.valueEquals("__Host-rollcall-access", "a")
			.expectCookie()
			.valueEquals("__Host-rollcall-refresh", "r");
		assertThat(GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.headers()).containsEntry("mode", "cookie")
				.containsEntry("address", "192.0.2.7"));
	}

	@Test
	void formOfAnotherSiteIsRefused() {
		MultiValueMap<String, String> form = form("email", "ada@example.com", "password", "p");
		post("/sign-in", form, (request) -> request.header("Sec-Fetch-Site", "cross-site")).expectStatus()
			.isForbidden();
		form.set("csrf", "B".repeat(24));
		post("/sign-in", form, (request) -> {
		}).expectStatus().isForbidden();
		form.remove("csrf");
		post("/sign-in", form, (request) -> {
		}).expectStatus().isForbidden();
		assertThat(GATEWAY.calls).isEmpty();
	}

	@Test
	void personIsToldToBeSignedOutOnlyIfTheSessionHasEnded() {
		assertThat(location("/sign-out")).isEqualTo("/account?refused=unavailable");
		assertThat(location("/account/sessions/others")).isEqualTo("/account/sessions?refused=unavailable");
		GATEWAY.answer("GET /api/v1/users/me", 200, "{}");
		assertThat(get("/account?refused=unavailable", "en")).contains("This does not work at the moment.");
		GATEWAY.answer("DELETE /api/v1/sessions/current", 204, "");
		assertThat(location("/sign-out")).isEqualTo("/sign-in?done=signed-out");
		GATEWAY.answer("DELETE /api/v1/sessions/current", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		assertThat(location("/sign-out")).as("it had ended before").isEqualTo("/sign-in?done=signed-out");
	}

	@Test
	void formMayLeadToAListedApplication() {
		GATEWAY.answer("POST /api/v1/sessions", 201, "{}");
		assertThat(location("/sign-in", "returnTo", "https://shop.example.com/back"))
			.isEqualTo("https://shop.example.com/back");
		this.browser.get()
			.uri("/sign-in")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).contains("form-action 'self' https://shop.example.com;"));
	}

	@Test
	void filesAreTheSameForEveryone() {
		WebTestClient.ResponseSpec file = this.browser.get().uri("/assets/pages.css").exchange();
		file.expectStatus().isOk().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
		file.expectHeader().doesNotExist(HttpHeaders.VARY);
		file.expectHeader()
			.value(HttpHeaders.CACHE_CONTROL, (value) -> assertThat(value).contains("max-age", "public"));
	}

	/** As during an update of several instances. */
	@Test
	void fileOfAnotherVersionIsNotKept() {
		this.browser.get()
			.uri("/assets/pages.css?v=0123456789ab")
			.exchange()
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	@Test
	void pageOfNotificationsIsPassedOnAsItIs() {
		GATEWAY.answer("GET /api/v1/notifications?limit=20&before=%7Bx%7D", 200, "{\"notifications\":[]}");
		assertThat(get("/account/inbox?before=%7Bx%7D", "en")).contains("You have no notifications.")
			.doesNotContain("data-inbox");
	}

	@Test
	void formCarriesTheValueOfItsCookie() {
		EntityExchangeResult<String> page = this.browser.get()
			.uri("/sign-in")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		String value = page.getResponseCookies().getFirst(FORM).getValue();
		assertThat(page.getResponseBody()).contains("name=\"csrf\" value=\"" + value + "\"");
		assertThat(page.getResponseCookies().getFirst(FORM)).satisfies((cookie) -> {
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.isSecure()).isTrue();
			assertThat(cookie.getSameSite()).isEqualTo("Lax");
		});
	}

	@Test
	void linkIsUsedByItsButtonOnly() {
		GATEWAY.answer("POST /api/v1/email-verifications", 204, "");
		assertThat(get("/verify-email?token=abc", "en")).contains("name=\"token\" value=\"abc\"");
		assertThat(GATEWAY.calls).isEmpty();
		post("/verify-email", form("token", "abc"), (request) -> {
		}).expectStatus().isSeeOther().expectHeader().valueEquals("Location", "/sign-in?done=verify-email");
		assertThat(GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.body()).isEqualTo("{\"token\":\"abc\"}"));
	}

	@Test
	void linkThatIsVoidSaysSo() {
		GATEWAY.answer("POST /api/v1/email-verifications", 400,
				"{\"type\":\"https://rollcall.dev/problems/invalid-token\"}");
		assertThat(body(post("/verify-email", form("token", "old"), (request) -> {
		}).expectStatus().isBadRequest())).contains("role=\"alert\"", "invalid, used or expired");
	}

	@Test
	void accountOfNobodyLeadsToSignInAndBack() {
		GATEWAY.answer("GET /api/v1/users/me", 401, "{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		this.browser.get()
			.uri("/account")
			.exchange()
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in?returnTo=/account");
	}

	@Test
	void accountShowsItsPerson() {
		GATEWAY.answer("GET /api/v1/users/me", 200,
				"""
						{"email":"ada@example.com","displayName":"<Ada>","emailVerified":false,"registeredAt":"2026-11-29T10:00:00Z"}""");
		String page = this.browser.get()
			.uri("/account")
			.header("Authorization", "Bearer t")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(page).contains("ada@example.com", "&lt;Ada&gt;", "datetime=\"2026-11-29T10:00:00Z\"",
				"Send the link again", "data-unread role=\"status\" hidden");
		assertThat(GATEWAY.calls).hasSize(2)
			.allSatisfy((call) -> assertThat(call.headers()).containsEntry("authorization", "Bearer t"));
	}

	@Test
	void unreadNotificationsAreCounted() {
		GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		GATEWAY.answer("GET /api/v1/notifications?limit=20", 200, """
				{"notifications":[{"notificationId":"a","readAt":null},{"notificationId":"b"},
				{"notificationId":"c","readAt":"2026-11-29T10:00:00Z"}],"next":null}""");
		assertThat(get("/account", "en")).contains("data-unread role=\"status\"><span>2</span> new");
	}

	@Test
	void passwordManagersLearnWhosePasswordChanges() {
		GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		assertThat(get("/account/password", "en")).contains("autocomplete=\"username\" value=\"ada@example.com\"",
				"autocomplete=\"current-password\"", "autocomplete=\"new-password\"");
	}

	@Test
	void sessionsAreListedAndEnded() {
		String id = "01a22fed-f40f-7f9e-bdac-bf1d6edbfb38";
		GATEWAY.answer("GET /api/v1/sessions", 200,
				"""
						{"sessions":[{"sessionId":"%s","device":"Phone","address":"192.0.2.7","startedAt":"2026-11-29T10:00:00Z",
						"lastUsedAt":"2026-11-29T10:00:00Z","current":false},{"sessionId":"x","device":null,"address":null,
						"startedAt":"2026-11-29T10:00:00Z","lastUsedAt":"2026-11-29T10:00:00Z","current":true}]}"""
					.formatted(id));
		GATEWAY.answer("DELETE /api/v1/sessions/" + id, 204, "");
		assertThat(get("/account/sessions", "en")).contains("Phone", "Unknown device", "End all other sessions",
				"End the session of Phone");
		post("/account/sessions/" + id, form(), (request) -> {
		}).expectStatus().isSeeOther();
		assertThat(GATEWAY.calls).extracting(StubGateway.Call::name)
			.containsExactly("GET /api/v1/sessions", "DELETE /api/v1/sessions/" + id);
	}

	private static final String ADA = """
			{"userId":"01a22fed-f40f-7f9e-bdac-bf1d6edbfb38","email":"ada@example.com","displayName":"Ada","status":"active",
			"emailVerified":true,"roles":["admin"],"version":7,"registeredAt":"2026-11-29T10:00:00Z"}""";

	private static final String USER = "/users/01a22fed-f40f-7f9e-bdac-bf1d6edbfb38";

	@Test
	void searchPassesItsWordsOnAsTheyAre() {
		GATEWAY.answer("GET /api/v1/admin/users?email=a%2Bb%20%7Bc%7D%40example.com&status=locked&limit=50", 200,
				"{\"users\":[%s],\"next\":\"01a2\"}".formatted(ADA));
		assertThat(get("/console/users?email=a%2Bb+%7Bc%7D@example.com&status=locked", "en")).contains(
				"href=\"/console" + USER + "\"", "value=\"a+b {c}@example.com\"", "<option value=\"locked\" selected>",
				"href=\"/console/users?email&#x3D;a%2Bb%20%7Bc%7D%40example.com&amp;status&#x3D;locked&amp;after&#x3D;01a2\"");
	}

	@Test
	void consoleIsForAdministrators() {
		GATEWAY.answer("GET /api/v1/admin/users?limit=50", 403,
				"{\"type\":\"https://rollcall.dev/problems/forbidden\"}");
		assertThat(get("/console/users", "en")).contains("You may not do that.");
		GATEWAY.answer("GET /api/v1/admin/users?limit=50", 200, "{\"users\":[],\"next\":null}");
		assertThat(get("/console/users", "en")).contains("No user was found.").doesNotContain("<table");
	}

	@Test
	void administratorSeesTheLinkToTheConsole() {
		GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		assertThat(account("Bearer x." + claims("{\"roles\":[\"admin\"]}") + ".y")).contains("href=\"/console\"");
		for (String token : new String[] { "Bearer x." + claims("{\"roles\":[\"editor\"]}") + ".y", "Bearer x.%.y",
				"Bearer x." + claims("[") + ".y", "Bearer t" }) {
			assertThat(account(token)).as(token).contains("ada@example.com").doesNotContain("href=\"/console\"");
		}
	}

	private String account(String token) {
		return String.valueOf(this.browser.get()
			.uri("/account")
			.header("Authorization", token)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

	private static String claims(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void administratorActsOnAUser() {
		String call = "/api/v1/admin" + USER;
		GATEWAY.answer("GET " + call, 200, ADA);
		GATEWAY.answer("POST " + call + "/lock", 409,
				"{\"type\":\"https://rollcall.dev/problems/last-administrator\"}");
		GATEWAY.answer("POST " + call + "/sessions/end", 204, "");
		GATEWAY.answer("PUT " + call + "/roles", 200, ADA);
		GATEWAY.answer("DELETE " + call, 202, "");
		String page = "/console" + USER;
		assertThat(get(page, "en")).contains("ada@example.com", "value=\"admin\"", ">Lock<").doesNotContain(">Unlock<");
		assertThat(location(page + "/lock")).isEqualTo(page + "?refused=last-administrator");
		assertThat(get(page + "?refused=last-administrator", "en")).contains("You are the last administrator.");
		assertThat(get(page + "?refused=made-up", "en")).doesNotContain("role=\"alert\"");
		assertThat(location(page + "/end-sessions")).isEqualTo(page + "?done=sessions-ended");
		assertThat(get(page + "?done=sessions-ended", "en")).contains("The sessions have ended.");
		assertThat(location(page + "/roles", "roles", "admin, editor")).isEqualTo(page + "?done=roles-changed");
		assertThat(GATEWAY.calls).last()
			.satisfies((last) -> assertThat(last.body()).isEqualTo("{\"roles\":[\"admin\",\"editor\"]}"));
		assertThat(location(page + "/roles")).as("without the field").isEqualTo(page);
		assertThat(location(page + "/delete")).as("without confirmation").isEqualTo(page);
		assertThat(location(page + "/delete", "confirmed", "on")).isEqualTo("/console/users?done=user-deleted");
	}

	@Test
	void formOfNobodyLeadsToSignInAndToTheFirstPage() {
		GATEWAY.answer("POST /api/v1/admin" + USER + "/unlock", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		assertThat(location("/console" + USER + "/unlock")).isEqualTo("/sign-in?returnTo=/console");
	}

	private String location(String path, String... fields) {
		return String.valueOf(post(path, form(fields), (request) -> {
		}).expectStatus().isSeeOther().returnResult(String.class).getResponseHeaders().getLocation());
	}

	@Test
	void boxThatIsNotTickedSwitchesMailsOff() {
		GATEWAY.answer("GET /api/v1/notifications/preferences", 200,
				"{\"email\":{\"welcome\":true,\"news-of-a-later-version\":true}}");
		GATEWAY.answer("PUT /api/v1/notifications/preferences", 200, "{}");
		assertThat(get("/account/preferences", "en")).contains("your account is ready", "news-of-a-later-version",
				"name=\"welcome\" checked");
		post("/account/preferences", form("news-of-a-later-version", "on", "forged", "on"), (request) -> {
		}).expectStatus().isSeeOther().expectHeader().valueEquals("Location", "/account?done=preferences");
		assertThat(GATEWAY.calls).last()
			.satisfies((call) -> assertThat(call.body())
				.isEqualTo("{\"email\":{\"welcome\":false,\"news-of-a-later-version\":true}}"));
	}

	@Test
	void dataOfTheAccountIsDownloaded() {
		GATEWAY.answer("GET /api/v1/users/me/export", 200, "{\"account\":{\"email\":\"ada@example.com\"}}");
		this.browser.get()
			.uri("/account/export")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"account.json\"")
			.expectBody()
			.jsonPath("$.account.email")
			.isEqualTo("ada@example.com");
	}

	@Test
	void dataOfNobodyLeadsToSignIn() {
		GATEWAY.answer("GET /api/v1/users/me/export", 401, "{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		this.browser.get()
			.uri("/account/export")
			.exchange()
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in");
	}

	@Test
	void serviceThatIsAwayIsSaid() {
		assertThat(get("/account/inbox", "en")).contains("This does not work at the moment");
	}

	private String get(String path, String language) {
		return String.valueOf(this.browser.get()
			.uri(path)
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

	private WebTestClient.ResponseSpec post(String path, MultiValueMap<String, String> form,
			Consumer<WebTestClient.RequestBodySpec> more) {
		WebTestClient.RequestBodySpec request = this.browser.post()
			.uri(path)
			.cookie(FORM, TOKEN)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED);
		more.accept(request);
		return request.body(BodyInserters.fromFormData(form)).exchange();
	}

	private static String body(WebTestClient.ResponseSpec response) {
		return String.valueOf(response.expectBody(String.class).returnResult().getResponseBody());
	}

	private static MultiValueMap<String, String> form(String... pairs) {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("csrf", TOKEN);
		for (int i = 0; i < pairs.length; i += 2) {
			form.add(pairs[i], pairs[i + 1]);
		}
		return form;
	}

}
