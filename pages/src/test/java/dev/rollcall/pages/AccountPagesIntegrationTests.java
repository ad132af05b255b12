package dev.rollcall.pages;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** A user's own account. */
@PagesTest
class AccountPagesIntegrationTests {

	private Browser browser;

	@BeforeEach
	void open(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@Test
	void accountOfNobodyLeadsToSignInAndBack() {
		Browser.GATEWAY.answer("GET /api/v1/users/me", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		this.browser.client()
			.get()
			.uri("/account")
			.exchange()
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in?returnTo=/account");
	}

	@Test
	void accountShowsItsPerson() {
		Browser.GATEWAY.answer("GET /api/v1/users/me", 200,
				"""
						{"email":"ada@example.com","displayName":"<Ada>","emailVerified":false,"registeredAt":"2026-11-29T10:00:00Z"}""");
		String page = this.browser.client()
			.get()
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
		assertThat(Browser.GATEWAY.calls).hasSize(2)
			.allSatisfy((call) -> assertThat(call.headers()).containsEntry("authorization", "Bearer t"));
	}

	@Test
	void unreadNotificationsAreCounted() {
		Browser.GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		Browser.GATEWAY.answer("GET /api/v1/notifications?limit=20", 200, """
				{"notifications":[{"notificationId":"a","readAt":null},{"notificationId":"b"},
				{"notificationId":"c","readAt":"2026-11-29T10:00:00Z"}],"next":null}""");
		assertThat(this.browser.get("/account", "en")).contains("data-unread role=\"status\"><span>2</span> new");
	}

	@Test
	void passwordManagersLearnWhosePasswordChanges() {
		Browser.GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		assertThat(this.browser.get("/account/password", "en")).contains(
				"autocomplete=\"username\" value=\"ada@example.com\"", "autocomplete=\"current-password\"",
				"autocomplete=\"new-password\"");
	}

	@Test
	void sessionsAreListedAndEnded() {
		String id = "01a22fed-f40f-7f9e-bdac-bf1d6edbfb38";
		Browser.GATEWAY.answer("GET /api/v1/sessions", 200,
				"""
						{"sessions":[{"sessionId":"%s","device":"Phone","address":"192.0.2.7","startedAt":"2026-11-29T10:00:00Z",
						"lastUsedAt":"2026-11-29T10:00:00Z","current":false},{"sessionId":"x","device":null,"address":null,
						"startedAt":"2026-11-29T10:00:00Z","lastUsedAt":"2026-11-29T10:00:00Z","current":true}]}"""
					.formatted(id));
		Browser.GATEWAY.answer("DELETE /api/v1/sessions/" + id, 204, "");
		assertThat(this.browser.get("/account/sessions", "en")).contains("Phone", "Unknown device",
				"End all other sessions", "End the session of Phone");
		this.browser.post("/account/sessions/" + id, Browser.form()).expectStatus().isSeeOther();
		assertThat(Browser.GATEWAY.calls).extracting(StubGateway.Call::name)
			.containsExactly("GET /api/v1/sessions", "DELETE /api/v1/sessions/" + id);
	}

	@Test
	void pageOfNotificationsIsPassedOnAsItIs() {
		Browser.GATEWAY.answer("GET /api/v1/notifications?limit=20&before=%7Bx%7D", 200, "{\"notifications\":[]}");
		assertThat(this.browser.get("/account/inbox?before=%7Bx%7D", "en")).contains("You have no notifications.")
			.doesNotContain("data-inbox");
	}

	@Test
	void serviceThatIsAwayIsSaid() {
		assertThat(this.browser.get("/account/inbox", "en")).contains("This does not work at the moment");
	}

	@Test
	void boxThatIsNotTickedSwitchesMailsOff() {
		Browser.GATEWAY.answer("GET /api/v1/notifications/preferences", 200,
				"{\"email\":{\"welcome\":true,\"news-of-a-later-version\":true}}");
		Browser.GATEWAY.answer("PUT /api/v1/notifications/preferences", 200, "{}");
		assertThat(this.browser.get("/account/preferences", "en")).contains("your account is ready",
				"news-of-a-later-version", "name=\"welcome\" checked");
		this.browser.post("/account/preferences", Browser.form("news-of-a-later-version", "on", "forged", "on"))
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/account?done=preferences");
		assertThat(Browser.GATEWAY.calls).last()
			.satisfies((call) -> assertThat(call.body())
				.isEqualTo("{\"email\":{\"welcome\":false,\"news-of-a-later-version\":true}}"));
	}

	@Test
	void dataOfTheAccountIsDownloaded() {
		Browser.GATEWAY.answer("GET /api/v1/users/me/export", 200, "{\"account\":{\"email\":\"ada@example.com\"}}");
		this.browser.client()
			.get()
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
		Browser.GATEWAY.answer("GET /api/v1/users/me/export", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		this.browser.client()
			.get()
			.uri("/account/export")
			.exchange()
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in");
	}

}
