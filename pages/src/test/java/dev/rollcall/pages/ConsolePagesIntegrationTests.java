package dev.rollcall.pages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The console of administrators. */
@PagesTest
class ConsolePagesIntegrationTests {

	private static final String ADA = """
			{"userId":"01a22fed-f40f-7f9e-bdac-bf1d6edbfb38","email":"ada@example.com","displayName":"Ada","status":"active",
			"emailVerified":true,"roles":["admin"],"version":7,"registeredAt":"2026-11-29T10:00:00Z"}""";

	private static final String USER = "/users/01a22fed-f40f-7f9e-bdac-bf1d6edbfb38";

	private Browser browser;

	@BeforeEach
	void open(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@Test
	void searchPassesItsWordsOnAsTheyAre() {
		Browser.GATEWAY.answer("GET /api/v1/admin/users?email=a%2Bb%20%7Bc%7D%40example.com&status=locked&limit=50",
				200, "{\"users\":[%s],\"next\":\"01a2\"}".formatted(ADA));
		assertThat(this.browser.get("/console/users?email=a%2Bb+%7Bc%7D@example.com&status=locked", "en")).contains(
				"href=\"/console" + USER + "\"", "value=\"a+b {c}@example.com\"", "<option value=\"locked\" selected>",
				"href=\"/console/users?email&#x3D;a%2Bb%20%7Bc%7D%40example.com&amp;status&#x3D;locked&amp;after&#x3D;01a2\"");
	}

	@Test
	void consoleIsForAdministrators() {
		Browser.GATEWAY.answer("GET /api/v1/admin/users?limit=50", 403,
				"{\"type\":\"https://rollcall.dev/problems/forbidden\"}");
		assertThat(this.browser.get("/console/users", "en")).contains("You may not do that.");
		Browser.GATEWAY.answer("GET /api/v1/admin/users?limit=50", 200, "{\"users\":[],\"next\":null}");
		assertThat(this.browser.get("/console/users", "en")).contains("No user was found.").doesNotContain("<table");
	}

	@Test
	void administratorSeesTheLinkToTheConsole() {
		Browser.GATEWAY.answer("GET /api/v1/users/me", 200, "{\"email\":\"ada@example.com\"}");
		assertThat(account("Bearer x." + claims("{\"roles\":[\"admin\"]}") + ".y")).contains("href=\"/console\"");
		for (String token : new String[] { "Bearer x." + claims("{\"roles\":[\"editor\"]}") + ".y", "Bearer x.%.y",
				"Bearer x." + claims("[") + ".y", "Bearer t" }) {
			assertThat(account(token)).as(token).contains("ada@example.com").doesNotContain("href=\"/console\"");
		}
	}

	private String account(String token) {
		return String.valueOf(this.browser.client()
			.get()
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
		Browser.GATEWAY.answer("GET " + call, 200, ADA);
		Browser.GATEWAY.answer("POST " + call + "/lock", 409,
				"{\"type\":\"https://rollcall.dev/problems/last-administrator\"}");
		Browser.GATEWAY.answer("POST " + call + "/sessions/end", 204, "");
		Browser.GATEWAY.answer("PUT " + call + "/roles", 200, ADA);
		Browser.GATEWAY.answer("DELETE " + call, 202, "");
		String page = "/console" + USER;
		assertThat(this.browser.get(page, "en")).contains("ada@example.com", "value=\"admin\"", ">Lock<")
			.doesNotContain(">Unlock<");
		assertThat(this.browser.location(page + "/lock")).isEqualTo(page + "?refused=last-administrator");
		assertThat(this.browser.get(page + "?refused=last-administrator", "en"))
			.contains("You are the last administrator.");
		assertThat(this.browser.get(page + "?refused=made-up", "en")).doesNotContain("role=\"alert\"");
		assertThat(this.browser.location(page + "/end-sessions")).isEqualTo(page + "?done=sessions-ended");
		assertThat(this.browser.get(page + "?done=sessions-ended", "en")).contains("The sessions have ended.");
		assertThat(this.browser.location(page + "/roles", "roles", "admin, editor"))
			.isEqualTo(page + "?done=roles-changed");
		assertThat(Browser.GATEWAY.calls).last()
			.satisfies((last) -> assertThat(last.body()).isEqualTo("{\"roles\":[\"admin\",\"editor\"]}"));
		assertThat(this.browser.location(page + "/roles")).as("without the field").isEqualTo(page);
		assertThat(this.browser.location(page + "/delete")).as("without confirmation").isEqualTo(page);
		assertThat(this.browser.location(page + "/delete", "confirmed", "on"))
			.isEqualTo("/console/users?done=user-deleted");
	}

	@Test
	void formOfNobodyLeadsToSignInAndToTheFirstPage() {
		Browser.GATEWAY.answer("POST /api/v1/admin" + USER + "/unlock", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		assertThat(this.browser.location("/console" + USER + "/unlock")).isEqualTo("/sign-in?returnTo=/console");
	}

}
